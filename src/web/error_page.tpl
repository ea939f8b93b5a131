{include "text/lang.h"}
{# The page of an error. #}

{template error_page(str title, str text)}
	<header class="page-head"><h1>{title}</h1></header>
	<p>{text}</p>
	<p><a href="/{lang_code(h->lang)}/">{t "Front page"}</a></p>
{/template}
