{# After the event: what the signed sheets say, the sheets themselves, closing. #}
{include "features/attendance/attendance.tpl.h"}
{include "features/attendance/attendance_view.h"}
{include "web/page_parts.tpl.h"}

{template entry_row(const struct attendee_view *p)}
	<tr id="p-{p->key}">
		<td>{p->number}</td>
		<th scope="row">{p->name}{if !str_empty(p->hint)} <span class="tag">{p->hint}</span>{/if}</th>
		<td data-label="{t "Company"}">{p->where}</td>
		<td data-label="{t "Attendance"}"><span class="{p->tag_class}" data-state>{if str_empty(p->tag)}{t "Not known"}{else}{p->tag}{/if}</span></td>
		<td class="entry">
			<button class="button secondary compact" name="{p->here ? "unknown" : "arrived"}" value="{p->key}" aria-pressed="{p->here ? "true" : "false"}" data-what="arrived">{t "Was here"}<span class="visually-hidden">{": "}{p->name}</span></button>
			<button class="button secondary compact" name="{p->absent ? "unknown" : "absent"}" value="{p->key}" aria-pressed="{p->absent ? "true" : "false"}" data-what="absent">{t "Absent"}<span class="visually-hidden">{": "}{p->name}</span></button>
		</td>
	</tr>
{/template}

{template entry(const struct attendance_list_view *v)}
	<section class="flow">
		<h2>{t "The signed list"}</h2>
		<p>{t "The order is that of the signature list. Press what the sheet says; press it again to take it back."}</p>
		<p id="entry-keys" hidden>{t "With the keyboard, inside the list: {here} was here, {absent} absent, {next} and {previous} or the arrows move." here="a" absent="x" next="j" previous="k"}</p>
		{wrap post_form(&v->form)}
			{if v->held}{call form_field(&v->reason)}{/if}
			<div class="table-wrap" role="region" aria-label="{t "People"}" tabindex="0">
			<table class="stack" id="entry" data-api="{v->api.s}" data-here="{t "Was here"}" data-absent="{t "Absent"}" data-unknown="{t "Not known"}"
				data-count="{t "{here} of {all} here" here="{here}" all="{all}"}" data-all="{v->confirmed}"
				data-said="{t "{name}: {what}" name="{name}" what="{what}"}" data-failed="{t "This was not saved. Check the network and press again."}"
				data-reason="{t "The attendance was closed. A change needs a reason."}">
				<thead><tr><th scope="col">{t "No."}</th><th scope="col">{t "Name"}</th><th scope="col">{t "Company"}</th><th scope="col">{t "Attendance"}</th><th scope="col">{t "Mark"}</th></tr></thead>
				<tbody>{for const struct attendee_view *p : v->people, v->count}{call entry_row(p)}{/for}</tbody>
			</table></div>
		{/wrap}
	</section>
{/template}

{template scans(const struct attendance_list_view *v)}
	<section class="flow">
		<h2>{t "Scans of the signed sheets"}</h2>
		<p>{t "Only those who run the event can open them."}</p>
		{if v->scan_count > 0}
			<ul class="items">
				{for const struct scan_view *s : v->scans, v->scan_count}
					<li><h3><a href="/{lang_code(h->lang)}/attendance/{v->head.event_key}/scans/{s->key}">{s->name}</a></h3><p class="meta"><span>{s->size}</span></p>
						<form method="post" action="/{lang_code(h->lang)}/attendance/{v->head.event_key}/scans/{s->key}/remove">
							<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->form.token}">
							<button class="button secondary compact">{t "Remove"}<span class="visually-hidden"> {s->name}</span></button></form></li>
				{/for}
			</ul>
		{/if}
		{wrap post_form(&v->upload_form)}
			{call form_field(&v->scan)}
			<div class="actions"><button class="button secondary">{t "Upload the scan"}</button></div>
		{/wrap}
	</section>
{/template}

{template attendance_list(const struct attendance_list_view *v)}
	{let const char *lang = lang_code(h->lang)}
	{call error_summary(v->errors, v->error_count)}
	<header class="page-head">
		<div class="row apart"><h1>{t "After the event"}</h1><p class="door-count" id="door-count">{v->counted}</p></div>
		{call attendance_event(&v->head)}
	</header>
	{if v->held}{call notice(NOTICE_INFO, tr(h->lang, "The attendance of this event was closed."), tr(h->lang, "A change needs a reason."))}{/if}
	<p class="actions">
		<a class="button secondary" href="/{lang}/attendance/{v->head.event_key}/signatures.pdf"><span class="icon icon-print" aria-hidden="true"></span>{t "Signature list (PDF)"}</a>
		<a class="button secondary" href="/{lang}/attendance/{v->head.event_key}/attendance.xlsx"><span class="icon icon-download" aria-hidden="true"></span>{t "Attendance (Excel)"}</a>
		<a class="button secondary" href="/{lang}/attendance/{v->head.event_key}/attendance.csv"><span class="icon icon-download" aria-hidden="true"></span>{t "Attendance (CSV)"}</a>
		{if !v->held}<a class="button quiet" href="/{lang}/attendance/{v->head.event_key}">{t "At the door"}</a>{/if}
	</p>
	{call entry(v)}
	{call scans(v)}
	{if v->may_close}
		<section class="flow">
			<h2>{t "Close the attendance"}</h2>
			<p id="closing">{v->consequence}</p>
			<form class="form" method="post" action="/{lang}/attendance/{v->head.event_key}/close">
				<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->form.token}">
				<div class="actions"><button class="button" aria-describedby="closing">{t "Close the attendance"}</button></div>
			</form>
		</section>
	{/if}
{/template}
