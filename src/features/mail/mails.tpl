{# Mails: the list, one mail, the settings in force with a test and the records of the domain. For coordinators. #}
{include "features/mail/mail_view.h"}
{include "web/page_parts.tpl.h"}

{template mail_warnings(str folder, str trouble)}
{if !str_is_null(folder)}
	{call notice(NOTICE_WARN, tr(h->lang, "Nobody gets these mails"), str_null)}
	<p>{t "No mail server is set, so mails are kept as files in the folder {folder}. Whoever runs this service sets smtp_url and mail_from." folder=folder}</p>
{/if}
{if !str_is_null(trouble)}
	{call notice(NOTICE_ERROR, tr(h->lang, "Mails wait because sending failed"), trouble)}
{/if}
{/template}

{template mail_retry_button(const struct mail_line_view *r, str token)}
<form method="post" action="/{lang_code(h->lang)}/mail/{r->line->key}/retry">
	<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{token}">
	<button class="button secondary compact">{t "Try again"}<span class="visually-hidden"> {r->line->address} {r->line->subject}</span></button>
</form>
{/template}

{template mails(const struct mail_list_view *v)}
<header class="page-head"><h1>{t "Mails"}</h1></header>
{call mail_warnings(v->folder, v->trouble)}
<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/mail/settings">{t "Mail settings"}</a></p>
<form class="filters" method="get" action="/{lang_code(h->lang)}/mail">
	<div class="field grow"><label for="to">{t "To (whole address)"}</label>
		<input type="search" id="to" name="to" value="{v->address}" maxlength="254"></div>
	<div class="field"><label for="state">{t "State"}</label><select id="state" name="state">
		{for const struct field_choice *c : v->states, v->state_count}
			<option value="{c->value}"{bool selected c->chosen}>{c->label}</option>
		{/for}
	</select></div>
	<button class="button secondary" type="submit">{t "Show"}</button>
</form>
{if v->count == 0}
	<p>{t "There are no such mails."}</p>
{else}
	<div class="table-wrap" role="region" aria-label="{t "Mails"}" tabindex="0">
	<table class="stack">
		<thead><tr><th scope="col">{t "Subject"}</th><th scope="col">{t "To"}</th><th scope="col">{t "Written"}</th>
			<th scope="col">{t "State"}</th><th scope="col"><span class="visually-hidden">{t "Action"}</span></th></tr></thead>
		<tbody>
			{for const struct mail_line_view *r : v->lines, v->count}
				<tr><th scope="row"><a href="/{lang_code(h->lang)}/mail/{r->line->key}">
						{if str_empty(r->line->subject)}{t "Forgotten"}{else}{r->line->subject}{/if}</a></th>
					<td data-label="{t "To"}">{r->line->address}</td>
					<td data-label="{t "Written"}">{r->when}</td>
					<td data-label="{t "State"}"><span class="{r->tag}">{r->state}</span>
						{if !str_empty(r->line->error)}<div class="muted small">{r->line->error}</div>{/if}</td>
					<td>{if r->can_retry}{call mail_retry_button(r, v->token)}{/if}</td></tr>
			{/for}
		</tbody>
	</table></div>
	{call pager(&v->pager)}
{/if}
{/template}

{template mail(const struct mail_one_view *v)}
{let const struct mail_line *l = v->line.line}
<nav class="crumbs" aria-label="{t "Where you are"}"><ol class="row"><li><a href="/{lang_code(h->lang)}/mail">{t "Mails"}</a></li></ol></nav>
<header class="page-head"><h1>{if str_empty(l->subject)}{t "Forgotten"}{else}{l->subject}{/if}</h1></header>
<dl class="facts beside-value">
	{if !str_empty(l->address)}<div><dt>{t "To"}</dt><dd>{l->address}</dd></div>{/if}
	<div><dt>{t "Kind"}</dt><dd>{v->line.kind}</dd></div>
	<div><dt>{t "State"}</dt><dd><span class="{v->line.tag}">{v->line.state}</span></dd></div>
	<div><dt>{t "Written"}</dt><dd>{v->line.when}</dd></div>
	<div><dt>{t "Attempts"}</dt><dd>{l->attempts}</dd></div>
	{if !str_empty(l->error)}<div><dt>{t "What the mail server said"}</dt><dd>{l->error}</dd></div>{/if}
	{if !str_empty(v->line.next)}<div><dt>{t "Next attempt"}</dt><dd>{v->line.next}</dd></div>{/if}
</dl>
{if v->line.can_retry}{call mail_retry_button(&v->line, v->token)}{/if}
<section class="flow">
	<h2>{t "Text"}</h2>
	{if v->mail->hidden}
		<p>{t "The words of this mail are not shown: it is personal and may hold a link with which its receiver signs in."}</p>
	{elif str_empty(v->mail->text)}
		<p>{t "The words of this mail have been forgotten. They are kept for 90 days."}</p>
	{else}
		<pre>{v->mail->text}</pre>
		<p class="actions"><a class="button secondary compact" href="/{lang_code(h->lang)}/mail/{l->key}/file">
			<span class="icon icon-download" aria-hidden="true"></span>{t "Download as a mail file"}</a></p>
	{/if}
</section>
{/template}

{template mail_queue(const struct mail_settings_view *v)}
<section class="flow">
	<h2>{t "Queue"}</h2>
	<dl class="facts beside-value">
		<div><dt>{t "Waiting"}</dt><dd>{v->state.waiting}</dd></div>
		<div><dt>{t "Being sent"}</dt><dd>{v->state.sending}</dd></div>
		<div><dt>{t "Not delivered"}</dt><dd>{v->state.failed}</dd></div>
		<div><dt>{t "Sent"}</dt><dd>{v->state.sent}</dd></div>
		<div><dt>{t "Sent this minute"}</dt><dd>{v->state.this_minute}</dd></div>
		<div><dt>{t "Sent today"}</dt><dd>{v->state.this_day}</dd></div>
	</dl>
	{if !str_is_null(v->trouble)}
		<form method="post" action="/{lang_code(h->lang)}/mail/settings/retry">
			<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
			<button class="button secondary">{t "Try all waiting mails now"}</button>
		</form>
	{/if}
</section>
{/template}

{template mail_settings(const struct mail_settings_view *v)}
<nav class="crumbs" aria-label="{t "Where you are"}"><ol class="row"><li><a href="/{lang_code(h->lang)}/mail">{t "Mails"}</a></li></ol></nav>
<header class="page-head"><h1>{t "Mail settings"}</h1>
	<p class="lead">{t "These are set in the settings file of the service, not here."}</p></header>
{call mail_warnings(v->folder, v->trouble)}
<dl class="facts beside-value">
	{for const struct mail_fact *f : v->facts, v->fact_count}<div><dt>{f->name}</dt><dd>{f->value}</dd></div>{/for}
</dl>
<section class="flow">
	<h2>{t "Test"}</h2>
	<form method="post" action="/{lang_code(h->lang)}/mail/settings/test">
		<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
		<button class="button">{t "Send a test mail to {email}" email=v->email}</button>
	</form>
</section>
{call mail_queue(v)}
<section class="flow">
	<h2>{t "Records of the domain {domain}" domain=v->domain}</h2>
	<p>{t "With these three in the name service, receivers can tell our mails from forged ones. Give them to whoever looks after the domain. They are a proposal: what the domain has already is not looked up."}</p>
	{for const struct mail_record *r : v->records, MAIL_RECORDS}
		<h3>{r->title}</h3>
		<dl class="facts beside-value">
			<div><dt>{t "Name"}</dt><dd><code>{r->name}</code></dd></div>
			<div><dt>{t "Type"}</dt><dd><code>{r->type}</code></dd></div>
			<div><dt>{t "Value"}</dt><dd><code>{r->value}</code></dd></div>
		</dl>
		<p class="hint">{tr(h->lang, r->why)}</p>
	{/for}
</section>
{/template}
