{# The start page, the pages at the foot of every page, the search. #}
{include "features/event/event_list.tpl.h"}
{include "features/site/site_view.h"}

{template site_home(const struct site_home_view *v)}
<header class="page-head"><h1>{t "Meet the companies of your region"}</h1>
	<p class="lead">{t "Companies open their doors, show what they do and tell what they look for. The people who decide are there. Come, and propose cooperation."}</p></header>
{if v->runs}<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/events?state=draft">{t "My drafts"}</a> <a class="button" href="/{lang_code(h->lang)}/events/new">{t "New event"}</a></p>{/if}
<h2>{t "Coming events"}</h2>
{if v->count == 0}<p>{t "There is nothing here just now."}</p>{else}{call event_items(v->items, v->count)}{/if}
<p><a href="/{lang_code(h->lang)}/events">{t "All events"}</a></p>
{/template}

{template site_contact_lines(const struct site_words_view *v)}
{if !str_empty(v->address)}<p>{v->address}</p>{/if}
{if !str_empty(v->phone)}<p><a href="{v->phone_url}">{v->phone}</a></p>{/if}
{if !str_empty(v->email)}<p><a href="{v->email_url}">{v->email}</a></p>{/if}
{if str_empty(v->phone) && str_empty(v->email)}<p>{t "The contact of an event stands on its page."}</p>{/if}
{/template}

{template site_contact(const struct site_words_view *v)}
<header class="page-head"><h1>{t "Contact"}</h1></header>
<section class="prose"><h2>{v->name}</h2>{call site_contact_lines(v)}</section>
{/template}

{template site_privacy(const struct site_words_view *v)}
<header class="page-head"><h1>{t "Privacy"}</h1></header>
<section class="prose">
	<h2>{t "Who keeps your data"}</h2>
	{if str_empty(v->address)}<p>{v->name}</p>{/if}
	{call site_contact_lines(v)}
	<h2>{t "What is kept, and why"}</h2>
	<ul>
		<li>{t "Name, e-mail, job title and company of those who sign up: to hold the event, to tell you of changes, and to show the host who comes."}</li>
		<li>{t "Who came: to report to the funder of the event, who may check the list."}</li>
		<li>{t "Your consents with the words you saw: to keep to what you agreed to. They are voluntary, and you can take them back at any time."}</li>
		<li>{t "For those with a user account: the address, the roles, and the browsers that are signed in."}</li>
	</ul>
	<h2>{t "Who sees it"}</h2>
	<p>{t "The organiser; of the host, who sees name, job title and company. Other participants see you only if you agreed. Nothing is sold, and nothing is given to advertisers."}</p>
	<h2>{t "How long"}</h2>
	<p>{t "Until you erase it, or ask us to; we aim at no longer than 24 months after the last event you took part in. Mails go 90 days after they were sent. Figures stay without names."}</p>
	<h2>{t "Your rights"}</h2>
	<p>{t "You may see, correct, download and erase what is kept of you: sign in with your e-mail address and open {a}your data{/a}. You may also write to us, and complain to the data protection ombudsman (tietosuoja.fi)." a=url_local(S("/me/data"))}</p>
</section>
{/template}

{template site_cookies(const struct site_words_view *v)}
<header class="page-head"><h1>{t "Cookies"}</h1></header>
<section class="prose">
	<p>{t "{name} uses two cookies, both necessary, so there is no banner to click away." name=v->name}</p>
	<ul>
		<li>{t "Sign-in: set when you sign in, gone when you sign out, at the latest after 90 days."}</li>
		<li>{t "Language: set when you choose one, kept for a year."}</li>
	</ul>
	<p>{t "The browser of a helper keeps the list of an event for the door, so that it works without a network. It goes when the helper signs out, when the attendance is closed, at the latest one day after the event when a page of this service is opened."}</p>
	<p>{t "Nothing is loaded from other sites, and visits are not tracked."}</p>
</section>
{/template}

{template site_accessibility(const struct site_words_view *v)}
<header class="page-head"><h1>{t "Accessibility statement"}</h1></header>
<section class="prose">
	<p>{t "This statement is about the service {name}." name=v->name}</p>
	<h2>{t "How accessible the service is"}</h2>
	<p>{t "The pages are made to meet the level AA of the Web Content Accessibility Guidelines (WCAG 2.1). They work by keyboard, with screen readers, at 400 % zoom, and without scripts."}</p>
	<h2>{t "What is not accessible yet"}</h2>
	<p>{t "Documents in PDF (posters, signature lists) are tagged, but were not checked against PDF/UA. The same information stands on the pages."}</p>
	<h2>{t "Did you notice a problem?"}</h2>
	<p>{t "Tell us, and we mend it. We answer within two weeks."}</p>
	{call site_contact_lines(v)}
	<h2>{t "Supervision"}</h2>
	<p>{t "If our answer does not help, you can turn to the Finnish Transport and Communications Agency Traficom, which supervises accessibility (saavutettavuusvaatimukset.fi)."}</p>
</section>
{/template}

{template site_search(const struct site_search_view *v)}
<header class="page-head"><h1>{t "Search"}</h1></header>
<form class="filters" method="get" action="/{lang_code(h->lang)}/search">
	<div class="field grow"><label for="q">{t "Events and companies"}</label><input type="search" id="q" name="q" maxlength="200" value="{v->q}"></div>
	<button class="button secondary" type="submit">{t "Search"}</button>
</form>
{if v->asked}
<h2>{t "Events"}</h2>
{if v->event_count == 0}<p>{t "No event was found."}</p>{else}{call event_items(v->events, v->event_count)}{/if}
<h2>{t "Companies"}</h2>
{if v->organisation_count == 0}<p>{t "No company was found."}</p>{else}
<ul class="items">{for const struct organisation_suggestion *o : v->organisations, v->organisation_count}<li><h3><a href="/{lang_code(h->lang)}/organisations/{o->key}">{o->name}</a></h3><p class="meta">{if !str_empty(o->business_id)}<span>{o->business_id}</span>{/if} {if !str_empty(o->post_office)}<span>{o->post_office}</span>{/if}</p></li>{/for}</ul>{/if}
{/if}
{/template}
