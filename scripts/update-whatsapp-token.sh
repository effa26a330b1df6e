#!/usr/bin/env bash
# Puts a new access token of Meta in the place of the old one: asks for it (it is not shown), or reads it from
# stdin. Never give the token as an argument. Options: see --help; docs/how-to/refresh-the-token.md tells the rest.
set -euo pipefail
exec node "$(dirname "$0")/bootstrap.mjs" waypost token update "$@"
