import type { Platform } from './platform.ts'

/** Creates the services of a module at the first call and returns the same ones for the same platform. */
export function perPlatform<Services>(create: (platform: Platform) => Services) {
  const created = new WeakMap<Platform, { readonly services: Services }>()
  return (platform: Platform): Services => {
    const known = created.get(platform)
    if (known) return known.services
    const services = create(platform)
    created.set(platform, { services })
    return services
  }
}
