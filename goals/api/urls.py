from django.urls import path

from goals.api import initiatives, views

urlpatterns = [
    path("cycles", views.CycleList.as_view(), name="api-cycles"),
    path("cycles/<int:pk>", views.CycleDetail.as_view(), name="api-cycle"),
    path("objectives", views.ObjectiveList.as_view(), name="api-objectives"),
    path("objectives/<int:pk>", views.ObjectiveDetail.as_view(), name="api-objective"),
    path("objectives/<int:pk>/publish", views.ObjectivePublish.as_view(), name="api-objective-publish"),
    path("objectives/<int:pk>/archive", views.ObjectiveArchive.as_view(), name="api-objective-archive"),
    path("objectives/<int:pk>/restore", views.ObjectiveRestore.as_view(), name="api-objective-restore"),
    path("key-results", views.KeyResultList.as_view(), name="api-key-results"),
    path("key-results/<int:pk>", views.KeyResultDetail.as_view(), name="api-key-result"),
    path("check-ins", views.CheckInList.as_view(), name="api-check-ins"),
    path("check-ins/<int:pk>", views.CheckInDetail.as_view(), name="api-check-in"),
    path("initiatives", initiatives.InitiativeList.as_view(), name="api-initiatives"),
    path("initiatives/<int:pk>", initiatives.InitiativeDetail.as_view(), name="api-initiative"),
    path("initiatives/<int:pk>/move", initiatives.InitiativeMove.as_view(), name="api-initiative-move"),
    path("action-items", initiatives.ActionItemList.as_view(), name="api-action-items"),
    path("action-items/<int:pk>", initiatives.ActionItemDetail.as_view(), name="api-action-item"),
    path("action-items/<int:pk>/tick", initiatives.ActionItemTick.as_view(), name="api-action-item-tick"),
]
