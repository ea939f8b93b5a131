{# At the door: the list to tap, the search, the scanner, a walk-in. #}
{include "features/attendance/attendance_view.h"}
{include "web/page_parts.tpl.h"}

{template attendance_event(const struct attendance_head *e)}
	<p class="lead"><a href="/{lang_code(h->lang)}/events/{e->event_key}"{attr lang e->title_lang}>{e->title}</a></p>
	<p>{e->when}{if !str_empty(e->where)}{", "}{e->where}{/if}</p>
{/template}

{template door_person(const struct attendee_view *p)}
	<li><button name="{p->here ? "unknown" : "arrived"}" value="{p->key}" aria-pressed="{p->here ? "true" : "false"}">
		<b>{p->name}</b>
		<span class="where">{p->where}{if !str_empty(p->hint)} <span class="tag">{p->hint}</span>{/if}</span>
		{if !str_empty(p->tag)}<span class="{p->tag_class}">{p->tag}</span>{/if}
	</button></li>
{/template}

{# Everything that checkin.js says, since scripts know no language. #}
{template door_words(const struct door_view *v)}
	<div id="door-words" hidden data-api="{v->api.s}" data-live="{v->live.s}" data-worker="{v->worker.s}" data-scope="{v->scope}"
		data-event="{v->head.event_key}" data-until="{v->until}"
		data-count="{t "{here} of {all} here" here="{here}" all="{all}"}"
		data-here="{t "Here {time}" time="{time}"}" data-absent="{t "Absent"}"
		data-here-unsent="{t "Here, not sent"}" data-gone-unsent="{t "Taken back, not sent"}"
		data-waiting="{t "On the waiting list"}" data-remote="{t "Remotely"}"
		data-said-here="{t "{name} is here" name="{name}"}" data-said-back="{t "{name}: taken back" name="{name}"}"
		data-again="{t "{name} was marked already" name="{name}"}" data-foreign="{t "This code is not of this event."}"
		data-one="{t "One person found"}" data-many="{t "{n} people found" n="{n}"}" data-none="{t "Nobody was found."}"
		data-offline="{t "No network. Go on: what you mark is kept on this device and sent when the network is back."}"
		data-unsent-one="{t "One mark is not sent yet."}" data-unsent-many="{t "{n} marks are not sent yet." n="{n}"}"
		data-ended="{t "Your sign-in has ended. What you marked is kept on this device. Sign in again: then it is sent."}"
		data-sign-in="{t "Sign in"}"
		data-lost="{t "This list is not open to you any more."}"
		data-closed="{t "The attendance of this event was closed. The list was removed from this device."}"
		data-refused="{t "Not taken: {names}. Tell the organiser." names="{names}"}"
		data-late="{t "marked at the door, sent after closing"}"
		data-sign-out="{t "Marks that are not sent yet would be lost. Sign out anyway?"}"
		data-no-camera="{t "The camera cannot be used. Type the six characters below the code instead."}"
		data-walk-in="{v->walk_in.s}"></div>
{/template}

{template door(const struct door_view *v)}
	{let str lang = str_from(lang_code(h->lang))}
	<header class="page-head">
		<div class="row apart"><h1>{t "At the door"}</h1><p class="door-count" id="door-count">{v->counted}</p></div>
		{call attendance_event(&v->head)}
	</header>
	{if v->closed}{call notice(NOTICE_INFO, tr(h->lang, "The attendance of this event was closed."), tr(h->lang, "Changes are made by those who run the event, with a reason."))}{/if}
	<div id="door-notice" role="status"></div>
	<form class="door-search" method="get">
		<label class="visually-hidden" for="door-q">{t "Name, company or code"}</label>
		<input id="door-q" name="q" type="search" maxlength="100" autocomplete="off" placeholder="{t "Name, company or code"}"{attr value v->q}>
	</form>
	{if !v->closed}
		<p class="actions">
			<button class="button secondary" type="button" id="door-scan" hidden aria-expanded="false" aria-controls="door-camera">{t "Scan codes"}</button>
			<a class="button secondary" href="{v->walk_in}">{t "Someone who is not on the list"}</a>
		</p>
		<div id="door-camera" hidden><video class="camera" muted playsinline aria-label="{t "Picture of the camera"}"></video>
			<p id="door-scanned"></p><p class="hint">{t "Hold the code of the confirmation mail in front of the camera."}</p></div>
		{wrap post_form(&v->form)}
			<input type="hidden" name="q"{attr value v->q}>
			<h2 class="visually-hidden">{t "People"}</h2>
			<ul class="door" id="door-list">
				{for const struct attendee_view *p : v->people, v->count}{call door_person(p)}{/for}
			</ul>
		{/wrap}
		<p id="door-none"{if v->count > 0} hidden{/if}>{t "Nobody was found."}</p>
	{/if}
	<p class="actions">
		<a class="button quiet" href="/{lang}/attendance/{v->head.event_key}/signatures.pdf"><span class="icon icon-print" aria-hidden="true"></span>{t "Signature list (PDF)"}</a>
		{if v->runs}<a class="button quiet" href="/{lang}/attendance/{v->head.event_key}/list">{t "After the event"}</a>{/if}
	</p>
	{if !v->closed}{call door_words(v)}{/if}
{/template}

{template walk_in(const struct walk_in_view *v)}
	{call error_summary(v->errors, v->error_count)}
	<header class="page-head"><h1>{t "Someone who is not on the list"}</h1>{call attendance_event(&v->head)}
		<p>{t "The person gets a place, also when all seats are taken, and counts as arrived."}</p></header>
	<div id="door-notice" role="status"></div>
	<div id="walk-in-words" hidden data-offline="{t "No network. What you typed is still here: press the button again when the network is back."}"></div>
	{wrap post_form(&v->form)}
		{call form_field(&v->name)}
		{call form_field(&v->organisation)}
		{call form_field(&v->email)}
		<div class="actions"><button class="button" type="submit">{t "Add and mark as arrived"}</button>
			<a class="button quiet" href="/{lang_code(h->lang)}/attendance/{v->head.event_key}">{t "Back to the list"}</a></div>
	{/wrap}
{/template}

{template doors(const struct door_item_view *doors, size_t count)}
	<header class="page-head"><h1>{t "At the door"}</h1></header>
	{if count == 0}<p>{t "There is no event now at whose door you help."}</p>{/if}
	<ul class="items">
		{for const struct door_item_view *d : doors, count}
			<li><h2><a href="/{lang_code(h->lang)}/attendance/{d->key}">{d->title}</a></h2>
				<p class="meta"><span>{d->when}</span>{if d->held}<span class="tag">{t "Closed"}</span>{/if}</p></li>
		{/for}
	</ul>
{/template}
