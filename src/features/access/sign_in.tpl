{# Signing in: the address, the mail that is under way, the link, the six digits. #}
{include "features/access/access_view.h"}
{include "web/page_parts.tpl.h"}

{template sign_in(const struct sign_in_view *v)}
{call error_summary(v->f.errors, v->f.error_count)}
<header class="page-head"><h1>{t "Sign in"}</h1>
	<p class="lead">{t "Enter your e-mail address. You will be sent a link with which you sign in. There are no passwords."}</p></header>
{wrap post_form(&v->f.form)}
	{call form_field(&v->email)}
	{call form_field(&v->next)}
	<div class="actions"><button class="button">{t "Send me the link"}</button></div>
{/wrap}
<p class="hint">{t "You need no account to sign up for an event. To change or cancel a sign-up, use the link in its confirmation mail."}</p>
{/template}

{template sign_in_sent(const struct sign_in_sent_view *v)}
{call error_summary(v->f.errors, v->f.error_count)}
<header class="page-head"><h1>{t "Look at your mail"}</h1>
	<p class="lead">{t "A mail is under way to the address that you gave. Open the link in it within 15 minutes."}</p></header>
<section class="flow">
	<h2>{t "Did you open the link on another device?"}</h2>
	<p>{t "Then six digits are shown there. Enter them here."}</p>
	{wrap post_form(&v->f.form)}
		{call form_field(&v->code)}
		<div class="actions"><button class="button">{t "Sign in"}</button></div>
	{/wrap}
</section>
<section class="flow">
	<h2>{t "No mail?"}</h2>
	<p>{t "Wait a few minutes and look among the junk mail. At most five mails an hour are sent to an address."}</p>
	<p><a href="/{lang_code(h->lang)}/sign-in">{t "Ask for a new link"}</a></p>
</section>
{/template}

{template sign_in_link(const struct sign_in_link_view *v)}
{if v->state == SIGN_IN_LINK_HERE}
	<header class="page-head"><h1>{t "Sign in"}</h1></header>
	{wrap post_form(&v->form)}
		<p>{t "Press the button to sign in on this device."}</p>
		<div class="actions"><button class="button big">{t "Sign in"}</button></div>
	{/wrap}
{elif v->state == SIGN_IN_LINK_ELSEWHERE}
	<header class="page-head"><h1>{t "Sign in on the other device"}</h1></header>
	{wrap post_form(&v->form)}
		<p>{t "The link was asked for in another browser. This page can show six digits that you enter there."}</p>
		<p>{t "If you did not ask for the link yourself, close this page."}</p>
		<div class="actions"><button class="button big">{t "Show the six digits"}</button></div>
	{/wrap}
{else}
	<header class="page-head"><h1>{t "This link does not work any more"}</h1></header>
	{if v->state == SIGN_IN_LINK_USED}
		<p>{t "It has been used. A link works once."}</p>
	{elif v->state == SIGN_IN_LINK_OVER}
		<p>{t "It is too old. A link works for 15 minutes."}</p>
	{else}
		<p>{t "Check that you opened the whole link, or ask for a new one."}</p>
	{/if}
	<p><a class="button" href="/{lang_code(h->lang)}/sign-in">{t "Ask for a new link"}</a></p>
{/if}
{/template}

{template sign_in_code(str code)}
<header class="page-head"><h1>{t "Your six digits"}</h1></header>
<p class="lead"><strong class="num">{code}</strong></p>
<p>{t "Enter them in the browser in which you asked for the link. They work until 15 minutes after you asked."}</p>
<p>{t "Do not tell them to anybody. Nobody of us will ever ask you for them."}</p>
{/template}
