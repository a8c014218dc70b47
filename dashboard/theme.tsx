import { effect, signal } from '@preact/signals'

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]
const KEY = 'starlift-theme'

/** Files on disk may have no storage. */
function remembered(): Theme {
  try {
    const found = localStorage.getItem(KEY) as Theme
    return THEMES.includes(found) ? found : 'system'
  } catch {
    return 'system'
  }
}

const theme = signal<Theme>(remembered())

effect(() => {
  document.documentElement.dataset.theme = theme.value
  try {
    localStorage.setItem(KEY, theme.value)
  } catch {}
})

/** Light, dark, or as the reader's system has it; remembered. */
export function ThemeSwitch() {
  return (
    <select
      class="theme"
      aria-label="Colours"
      value={theme.value}
      onChange={({ currentTarget }) => {
        theme.value = currentTarget.value as Theme
      }}
    >
      <option value="system">System colours</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  )
}
