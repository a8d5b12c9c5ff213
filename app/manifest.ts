import type { MetadataRoute } from 'next'

/** Lets phones and desktops keep Postroom as an application. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Postroom',
    short_name: 'Postroom',
    start_url: '/inbox',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#f6f7f8',
    icons: [{ src: '/icon.svg', type: 'image/svg+xml', sizes: 'any', purpose: 'any' }],
  }
}
