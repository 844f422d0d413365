from django.contrib.staticfiles.finders import AppDirectoriesFinder

NOT_SERVED = ["rest_framework", "redoc"]


class AppFinder(AppDirectoriesFinder):
    """Leaves out what packages bring along for pages this product does not have."""

    def list(self, ignore_patterns):
        return super().list([*ignore_patterns, *NOT_SERVED])
