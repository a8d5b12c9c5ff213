/**
 * Runs in <head> before the first paint: resolves "system" and the wish for more contrast to attributes on <html>, and keeps them true when the system changes.
 * Plain browser code without imports, because it is put into the page as text.
 */
export const THEME_SCRIPT = `(function(){
var root=document.documentElement,dark=matchMedia('(prefers-color-scheme: dark)'),more=matchMedia('(prefers-contrast: more)');
function apply(){
var theme='system',contrast='system';
try{theme=localStorage.getItem('postroom.theme')||theme;contrast=localStorage.getItem('postroom.contrast')||contrast}catch(e){theme='system'}
root.dataset.theme=theme==='system'?(dark.matches?'dark':'light'):theme;
if(contrast==='more'||(contrast==='system'&&more.matches))root.dataset.contrast='more';else delete root.dataset.contrast;
}
apply();dark.addEventListener('change',apply);more.addEventListener('change',apply);
addEventListener('storage',apply);addEventListener('postroom-theme',apply);
})()`
