{include "web/page.h"}
{# Parts of pages: fields, forms, errors, notices, pages of a list. web/page.h says what each struct means. #}

{template field_head(const struct field_view *f)}
	{if !str_empty(f->hint)}<p class="hint" id="{f->id}-hint">{f->hint}</p>{/if}
	{if !str_empty(f->error)}
		<p class="field-error" id="{f->id}-error"><span class="icon icon-error" aria-hidden="true"></span>{f->error}</p>
	{/if}
{/template}

{template field_label_text(const struct field_view *f)}
	{f->label}{if !f->required && !f->no_optional} <span class="optional">{t "(optional)"}</span>{/if}
{/template}

{template field_select(const struct field_view *f)}
	<select id="{f->id}" name="{f->name}"{if f->width != WIDTH_FULL} class="width-m"{/if}{bool required f->required}
		{attr aria-describedby page_described_by(h, f)}{if !str_empty(f->error)} aria-invalid="true"{/if}>
		{for const struct field_choice *c : f->choices, f->choice_count}
			<option value="{c->value}"{bool selected c->chosen}>{c->label}</option>
		{/for}
	</select>
{/template}

{template field_textarea(const struct field_view *f)}
	<textarea id="{f->id}" name="{f->name}" rows="6"{if f->maxlength > 0} maxlength="{f->maxlength}"{/if}
		{attr autocomplete f->autocomplete}{attr lang f->lang}{bool required f->required}{bool readonly f->readonly}
		{attr aria-describedby page_described_by(h, f)}{if !str_empty(f->error)} aria-invalid="true"{/if}>{f->value}</textarea>
{/template}

{template field_input(const struct field_view *f)}
	<input id="{f->id}" name="{f->name}" type="{f->look == LOOK_FILE ? "file" : f->type == NULL ? "text" : f->type}"
		{if f->look != LOOK_FILE}{attr value f->value}{/if}
		{if f->width == WIDTH_SMALL} class="width-s"{elif f->width == WIDTH_MEDIUM} class="width-m"{/if}
		{if f->maxlength > 0} maxlength="{f->maxlength}"{/if}{attr autocomplete f->autocomplete}{attr inputmode f->inputmode}
		{attr accept f->accept}{attr min f->min}{attr max f->max}{attr step f->step}{attr lang f->lang}
		{bool required f->required}{bool readonly f->readonly}
		{attr aria-describedby page_described_by(h, f)}{if !str_empty(f->error)} aria-invalid="true"{/if}
		{if !str_empty(f->suggest.s)} data-suggest="{f->suggest.s}"{attr data-suggest-also f->suggest_also}
			data-list="{t "Suggestions"}" data-none="{t "Nothing was found. You can type the name as it is."}" data-one="{t "One suggestion"}"
			data-many="{t "{n} suggestions" n="{n}"}"{/if}>
{/template}

{template field_choices(const struct field_view *f)}
	<fieldset class="field{if !str_empty(f->error)} wrong{/if}"{attr aria-describedby page_described_by(h, f)}>
		<legend>{call field_label_text(f)}</legend>
		{call field_head(f)}
		{for const struct field_choice *c : f->choices, f->choice_count}
			{let str id = page_choice_id(h, f, c_i)}
			<div class="choice">
				<input id="{id}" name="{f->name}" value="{c->value}" type="{f->look == LOOK_RADIOS ? "radio" : "checkbox"}"
					{bool checked c->chosen}{bool required f->required && f->look == LOOK_RADIOS}>
				<label for="{id}">{c->label}{if !str_empty(c->hint)}<span class="hint">{c->hint}</span>{/if}</label>
			</div>
		{/for}
	</fieldset>
{/template}

{template field_checkbox(const struct field_view *f)}
	<div class="field{if !str_empty(f->error)} wrong{/if}">
		{call field_head(f)}
		<div class="choice">
			<input id="{f->id}" name="{f->name}" value="1" type="checkbox"{bool checked f->checked}{bool required f->required}
				{attr aria-describedby page_described_by(h, f)}{if !str_empty(f->error)} aria-invalid="true"{/if}>
			<label for="{f->id}">{f->label}</label>
		</div>
	</div>
{/template}

{# One field with its label, hint and error. #}
{template form_field(const struct field_view *f)}
	{if f->look == LOOK_HIDDEN}
		<input type="hidden" name="{f->name}"{attr value f->value}>
	{elif f->look == LOOK_RADIOS || f->look == LOOK_CHECKBOXES}
		{call field_choices(f)}
	{elif f->look == LOOK_CHECKBOX}
		{call field_checkbox(f)}
	{else}
		<div class="field{if !str_empty(f->error)} wrong{/if}">
			<label for="{f->id}">{call field_label_text(f)}</label>
			{call field_head(f)}
			{if f->look == LOOK_SELECT}
				{call field_select(f)}
			{elif f->look == LOOK_TEXTAREA}
				{call field_textarea(f)}
			{elif !str_empty(f->suggest.s)}
				<div class="suggest">{call field_input(f)}</div>
			{else}
				{call field_input(f)}
			{/if}
		</div>
	{/if}
{/template}

{# A form that acts. The browser's own checks are off: their words come in the browser's language and go away; ours stay. #}
{template post_form(const struct form_view *f)}
<form class="form" method="post" novalidate{attr action f->action}{if f->multipart} enctype="multipart/form-data"{/if}
	{if f->guard} data-guard{/if}>
	<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{f->token}">
	{content}
	{if f->honeypot}
		<div class="visually-hidden" aria-hidden="true">
			<label for="{FORM_HONEYPOT_FIELD}">{t "Leave this field empty"}</label>
			<input id="{FORM_HONEYPOT_FIELD}" name="{FORM_HONEYPOT_FIELD}" tabindex="-1" autocomplete="off">
		</div>
	{/if}
</form>
{/template}

{# All that was wrong with a form; stands before the h1. #}
{template error_summary(const struct error_link *errors, size_t count)}
	{if count > 0}
		<div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary">
			<h2 id="error-summary">{tn "Please check one thing" "Please check {n} things" n=count}</h2>
			<ul>
				{for const struct error_link *e : errors, count}
					<li>{if str_empty(e->id)}{e->text}{else}<a href="#{e->id}">{e->text}</a>{/if}</li>
				{/for}
			</ul>
		</div>
	{/if}
{/template}

{template notice(enum notice_kind kind, str title, str text)}
	<div class="{page_notice_class(kind)}">
		<span class="{page_notice_icon(kind)}" aria-hidden="true"></span>
		<div>{if !str_empty(title)}<h2>{title}</h2>{/if}{if !str_empty(text)}<p>{text}</p>{/if}</div>
	</div>
{/template}

{template pager(const struct pager *g)}
	{if !str_empty(g->previous.s) || !str_empty(g->next.s)}
		<nav class="pager" aria-label="{t "Pages"}">
			<span>{if !str_empty(g->previous.s)}<a href="{g->previous}" rel="prev">
				<span class="icon icon-previous" aria-hidden="true"></span>{t "Previous"}</a>{/if}</span>
			<span>{g->shown}</span>
			<span>{if !str_empty(g->next.s)}<a href="{g->next}" rel="next">{t "Next"}
				<span class="icon icon-next" aria-hidden="true"></span></a>{/if}</span>
		</nav>
	{/if}
{/template}
