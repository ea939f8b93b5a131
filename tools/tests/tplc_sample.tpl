{include "tplc_sample.h"}
{# Everything a template can say; tplc_test compares what comes out. #}

{template sample_list(const struct sample *v)}
<ul>
	{for const struct sample_row *r : v->rows, v->n}
	<li{if r_i == 0} class="first"{/if}>
		{r->name}: {tn "{n} seat" "{n} seats" n=r->seats}
		<a href="/{lang_code(h->lang)}/events/{r->key}?q={r->name}&amp;n={r_i}">{r_n}</a>
	</li>
	{/for}
</ul>
{/template}

{template sample_frame(str title)}
<!DOCTYPE html>
<html lang="{lang_code(h->lang)}">
<head><title>{title} – {"talkoot"}</title><script src="/assets/app.js" defer></script></head>
<body>
<main>
	{content}
</main>
</body>
</html>
{/template}

{template sample_page(const struct sample *v)}
{wrap sample_frame(v->title)}
	<h1 title="{v->tooltip}">{v->title}</h1>
	<!-- left out -->
	{if v->n > 1}
		<p>{{{v->n}}}</p>
	{elif v->n == 1}
		<p>1</p>
	{else}
		<p>0</p>
	{/if}
	{let size_t twice = v->n * 2}
	<p data-n='{twice}' aria-label="{t "Sign up"}">{t "Read the {a}notice{/a} of {who}, \"please\"."
		a=v->url who=v->title}</p>
	<p>{tc "verb" "Close"}</p>
	<input name="x"{bool required v->must} {attr value v->old_value}>
	<a href="{v->url}?page={v->page}" {attr title v->tooltip}>→</a>
	<img src="{v->url}" alt="">
	<pre>
  1
</pre>
	{html v->body}
	{call sample_list(v)}
	{jsonld v->title}
{/wrap}
{/template}
