"""How forms look: every `{{ form }}` is drawn with our own field part."""

from django.forms.renderers import DjangoTemplates


class ScreenRenderer(DjangoTemplates):
    """Label above, hint below, the clause beside, errors that say what to do."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
