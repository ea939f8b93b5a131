{include "web/asset.h"}
{include "web/page.h"}
{include "web/page_parts.tpl.h"}
{# The frame around every page: head, header, main, footer. web/page.h says what is in it. #}

{template page_open_graph(const struct page *p)}
	<meta property="og:type" content="website">
	<meta property="og:site_name" content="{p->site->name}">
	<meta property="og:title" content="{p->title}">
	{if !str_empty(p->description)}<meta property="og:description" content="{p->description}">{/if}
	<meta property="og:url" content="{p->canonical.s}">
	<meta property="og:locale" content="{page_og_locale(h->lang)}">
	{if !str_empty(p->image.s)}
		<meta property="og:image" content="{p->image.s}">
		<meta property="og:image:alt" content="{p->image_alt}">
		<meta name="twitter:card" content="summary_large_image">
	{/if}
{/template}

{template page_meta(const struct page *p)}
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="color-scheme" content="light dark">
	<meta name="format-detection" content="telephone=no">
	<title>{if p->refused}{t "Error"}{": "}{/if}{p->title}{" – "}{p->site->name}</title>
	{if !str_empty(p->description)}<meta name="description" content="{p->description}">{/if}
	{if p->no_index}<meta name="robots" content="noindex">{/if}
	{if !str_empty(p->canonical.s)}
		<link rel="canonical" href="{p->canonical}">
		{for const struct page_language *l : p->languages, p->language_count}
			{if !str_empty(l->absolute.s)}<link rel="alternate" hreflang="{lang_code(l->lang)}" href="{l->absolute}">{/if}
		{/for}
		{call page_open_graph(p)}
	{/if}
	<link rel="icon" type="image/svg+xml" href="/assets/{asset_file("icon.svg")}">
	<link rel="preload" as="font" type="font/woff2" crossorigin="anonymous"
		href="/assets/{asset_file("source-sans-3-latin-wght-normal.woff2")}">
	{if !str_is_null(p->site->theme_version)}<link rel="stylesheet" href="/theme.css?v={p->site->theme_version}">{/if}
	<link rel="stylesheet" href="/assets/{asset_file("app.css")}">
	<script src="/assets/{asset_file("app.js")}" defer></script>
	{if p->script != NULL}<script src="/assets/{asset_file(p->script)}" defer></script>{/if}
	{if !str_empty(p->json_ld)}{jsonld p->json_ld}{/if}
{/template}

{template page_header(const struct page *p)}
	<header class="site-head">
		<div class="wide site-utility">
			{if !str_empty(p->site->phone)}
				<a href="{p->site->phone_url}"><span class="icon icon-phone" aria-hidden="true"></span>
					<span class="visually-hidden">{t "Phone"}</span>{p->site->phone}</a>
			{/if}
			{if p->language_count > 1}
				<nav class="languages" aria-label="{t "Language"}">
					<ul class="row">
						{for const struct page_language *l : p->languages, p->language_count}
							{if l->lang != h->lang}
								{let const char *code = lang_code(l->lang)}
								<li><a href="{l->url}" lang="{code}" hreflang="{code}">{page_language_link(l->lang)}</a></li>
							{/if}
						{/for}
					</ul>
				</nav>
			{/if}
		</div>
		<div class="wide site-bar">
			<a class="home" href="/{lang_code(h->lang)}/">
				{if !str_empty(p->site->logo.s)}<img src="{p->site->logo}" alt="">{/if}{p->site->name}</a>
			<button class="button secondary compact menu-open" type="button" popovertarget="menu">{t "Menu"}</button>
			<div class="menu" id="menu" popover>
				<button class="button quiet compact menu-close" type="button" popovertarget="menu"
					popovertargetaction="hide"><span class="icon icon-remove" aria-hidden="true"></span>{t "Close the menu"}</button>
				{if p->nav_count > 0}
					<nav aria-label="{t "Main menu"}">
						<ul class="row">
							{for const struct page_link *l : p->nav, p->nav_count}
								<li><a href="{l->url}"{if l->current} aria-current="page"{/if}>{l->text}</a></li>
							{/for}
						</ul>
					</nav>
				{/if}
				{if p->can_search}
					<form class="search" role="search" method="get" action="/{lang_code(h->lang)}/search">
						<label class="visually-hidden" for="site-search">{t "Search the whole service"}</label>
						<input id="site-search" name="q" type="search" maxlength="200" autocomplete="off">
						<button class="button compact" type="submit"><span class="icon icon-search" aria-hidden="true"></span>
							{t "Search"}</button>
					</form>
				{/if}
				<div class="account">
					{if str_empty(p->account)}
						<a href="/{lang_code(h->lang)}/sign-in"><span class="icon icon-user" aria-hidden="true"></span>{t "Sign in"}</a>
					{else}
						<a href="/{lang_code(h->lang)}/me"><span class="icon icon-user" aria-hidden="true"></span>{p->account}</a>
						<form method="post" action="/{lang_code(h->lang)}/sign-out">
							<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{p->token}">
							<button class="button quiet compact" type="submit">{t "Sign out"}</button>
						</form>
					{/if}
				</div>
			</div>
		</div>
	</header>
{/template}

{template page_footer(const struct page *p)}
	<footer class="site-foot">
		<div class="wide">
			<address>
				<strong>{p->site->name}</strong>
				{if !str_empty(p->site->address)}<br>{p->site->address}{/if}
				{if !str_empty(p->site->phone)}<br><a href="{p->site->phone_url}">{p->site->phone}</a>{/if}
				{if !str_empty(p->site->email)}<br><a href="{p->site->email_url}">{p->site->email}</a>{/if}
			</address>
			<nav aria-label="{t "About this service"}">
				<ul class="row">
					<li><a href="/{lang_code(h->lang)}/contact">{t "Contact"}</a></li>
					<li><a href="/{lang_code(h->lang)}/privacy">{t "Privacy"}</a></li>
					<li><a href="/{lang_code(h->lang)}/cookies">{t "Cookies"}</a></li>
					<li><a href="/{lang_code(h->lang)}/accessibility">{t "Accessibility statement"}</a></li>
				</ul>
			</nav>
		</div>
	</footer>
{/template}

{template page_frame(const struct page *p)}
<!DOCTYPE html>
<html lang="{lang_code(h->lang)}">
<head>{call page_meta(p)}</head>
<body{attr data-live-url p->live_url.s}>
	{if !p->embed}
		<a class="skip" href="#main">{t "Skip to content"}</a>
		{call page_header(p)}
	{/if}
	<main id="main" class="wide" tabindex="-1">
		{if p->crumb_count > 0}
			<nav class="crumbs" aria-label="{t "You are here"}">
				<ol class="row">
					{for const struct page_link *l : p->crumbs, p->crumb_count}
						<li><a href="{l->url}">{l->text}</a></li>
					{/for}
				</ol>
			</nav>
		{/if}
		{if !str_empty(p->notice)}
			<div class="{page_notice_class(p->notice_kind)}" role="status">
				<span class="{page_notice_icon(p->notice_kind)}" aria-hidden="true"></span><div>{p->notice}</div>
			</div>
		{/if}
		{content}
		{if !str_empty(p->request_id)}
			<p class="muted small">{t "If you contact us about this, mention the number {id}." id=p->request_id}</p>
		{/if}
	</main>
	{if !p->embed}{call page_footer(p)}{/if}
	<div id="announce" class="visually-hidden" role="status"></div>
</body>
</html>
{/template}
