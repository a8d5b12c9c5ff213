/** The title over a part of the story, with a quieter remark. */
export function Heading({ title, note }: { title: string; note?: string }) {
  return (
    <div className="mb-2 flex flex-wrap items-baseline gap-x-2">
      <h3 className="font-strong">{title}</h3>
      {note && <span className="text-12 text-ink-3">{note}</span>}
    </div>
  )
}
