/** Asks the API whether it is up and says so on the page. */
const { document, location } = globalThis
const status = document.getElementById('health')
const answer = document.getElementById('health-answer')

/** @param {'up' | 'down'} state @param {string} text */
function show(state, text) {
  status.dataset.state = state
  status.textContent = text
}

try {
  const response = await fetch('/v1/health', { headers: { accept: 'application/json' } })
  const body = await response.text()
  if (response.ok) show('up', 'The API is up.')
  else show('down', `The API answered ${response.status}.`)
  answer.textContent = body
  answer.hidden = body === ''
} catch (error) {
  show('down', `The API did not answer: ${error.message}`)
}

document.getElementById('local').hidden = !['127.0.0.1', 'localhost'].includes(location.hostname)
