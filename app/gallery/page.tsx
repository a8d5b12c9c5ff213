import { notFound } from 'next/navigation'
import { Gallery } from '../../components/gallery/gallery'

/** In development only: every control and state on one page. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === 'production') notFound()
  return <Gallery />
}
