from django.urls import path

from goals.views import check_ins

urlpatterns = [
    path("key-results/<int:pk>/check-in/", check_ins.check_in, name="check-in"),
    path("key-results/<int:pk>/check-in/preview/", check_ins.check_in_preview, name="check-in-preview"),
    path("key-results/<int:pk>/check-in/people/", check_ins.check_in_people, name="check-in-people"),
    path("check-ins/<int:pk>/correct/", check_ins.check_in_correct, name="check-in-correct"),
]
