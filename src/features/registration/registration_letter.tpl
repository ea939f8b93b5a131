{# A letter to many: written, looked at, sent, and for a minute taken back. #}
{include "features/registration/registration_form.tpl.h"}
{include "features/registration/registration_view.h"}
{include "web/page_parts.tpl.h"}

{template letter_receivers(const struct letter_view *v)}
	<p><strong>{tn "{n} person gets this letter." "{n} people get this letter." n=v->receivers}</strong></p>
	{if v->unconfirmed > 0}<p class="hint">{tn "{n} person is left out: the address is not confirmed." "{n} people are left out: their addresses are not confirmed." n=v->unconfirmed}</p>{/if}
	{if v->without_email > 0}<p class="hint">{tn "{n} person has no e-mail." "{n} people have no e-mail." n=v->without_email}</p>{/if}
{/template}

{template letter_write(const struct letter_view *v)}
	{call error_summary(v->errors, v->error_count)}
	{call registration_head(&v->head, tr(h->lang, "Write to these"))}
	{call letter_receivers(v)}
	{wrap post_form(&v->form)}
		{call form_field(&v->subject)}
		{call form_field(&v->text)}
		<div class="actions">
			<button class="button" type="submit" name="step" value="preview">{t "Preview"}</button>
			<a class="button quiet" href="{v->list_url}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}

{template letter_text(const struct letter_paragraph *paragraphs, size_t count)}
	{for const struct letter_paragraph *p : paragraphs, count}<p>{p->text}</p>{/for}
{/template}

{template letter_preview(const struct letter_view *v)}
	{call registration_head(&v->head, tr(h->lang, "Preview"))}
	{if !str_empty(v->notice)}{call notice(NOTICE_GOOD, str_null, v->notice)}{/if}
	{call letter_receivers(v)}
	<section class="flow prose"><h2>{v->subject_text}</h2>{call letter_text(v->paragraphs, v->paragraph_count)}</section>
	{wrap post_form(&v->form)}
		{call form_field(&v->subject)}
		{call form_field(&v->text)}
		<div class="actions">
			{if v->receivers > 0}<button class="button" type="submit" name="step" value="send">{t "Send"}</button>{/if}
			<button class="button secondary" type="submit" name="step" value="test">{t "Send a test to me"}</button>
			<button class="button quiet" type="submit" name="step" value="write">{t "Change the text"}</button>
		</div>
	{/wrap}
{/template}

{template letter_sent(const struct letter_view *v)}
	{call registration_head(&v->head, tr(h->lang, "The letter leaves in a minute"))}
	<p>{tn "{n} person gets this letter." "{n} people get this letter." n=v->receivers} {t "Until then you can take it back."}</p>
	{wrap post_form(&v->withdraw)}
		<div class="actions">
			<button class="button secondary" type="submit">{t "Take it back"}</button>
			<a class="button quiet" href="{v->list_url}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}
