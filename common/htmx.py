from django.shortcuts import render


def render_page(request, template, context=None, *, fragments=None, status=200):
    """Render a whole page, or just the fragment whose id htmx is about to swap.

    ``fragments`` maps element ids to templates. Vary is set by SecurityHeadersMiddleware for every answer.
    """
    if request.htmx and fragments:
        template = fragments.get(request.htmx.target, template)
    return render(request, template, context, status=status)
