from django.urls import include, path

from responses.copies import carrying_views as carrying
from responses.copies import views as copies
from responses.copies import voice_views as voices
from responses.intake.mail import staff_views as mail
from responses.intake.meetings import meeting_views
from responses.intake.meetings import staff_views as meetings
from responses.ledger import views as ledger
from responses.privacy import person_views as person
from responses.privacy import views as privacy
from responses.publication import staff_views as publication
from responses.staff_views import as_given, checking, discarding, keying, originals, queue, redact, redact_who, response

app_name = "responses_staff"

urlpatterns = [
    path("<slug:slug>/imports/", include("responses.intake.imports.urls")),
    path("<slug:slug>/ledger/", ledger.listing, name="ledger"),
    path("<slug:slug>/ledger/take-out/", ledger.export, name="ledger_export"),
    path("<slug:slug>/ledger/<slug:reference>/", ledger.entry, name="ledger_entry"),
    path("<slug:slug>/ledger/<slug:reference>/file/", ledger.whole_file, name="ledger_file"),
    path("<slug:slug>/personal-data/", privacy.overview, name="personal_data"),
    path("<slug:slug>/personal-data/hold/", privacy.hold, name="legal_hold"),
    path("<slug:slug>/personal-data/held/", privacy.what_is_held, name="what_is_held"),
    path("<slug:slug>/personal-data/person/", person.look, name="person"),
    path("<slug:slug>/personal-data/person/download/", person.hand_out, name="person_export"),
    path("<slug:slug>/personal-data/person/erase/", person.ask, name="person_ask"),
    path("<slug:slug>/personal-data/erasures/<int:pk>/", person.erasure, name="erasure"),
    path("<slug:slug>/personal-data/<slug:kept>/period/", privacy.period, name="retention_period"),
    path("<slug:slug>/personal-data/<slug:kept>/review/", privacy.review, name="retention_review"),
    path("<slug:slug>/published-responses/", publication.setting, name="publishing"),
    path("<slug:slug>/queue/", queue.listing, name="queue"),
    path("<slug:slug>/queue/without-words/", queue.bulk, name="bulk"),
    path("<slug:slug>/key-in/", keying.listing, name="key_in"),
    path("<slug:slug>/key-in/new/", keying.new, name="key_in_new"),
    path("<slug:slug>/key-in/<int:pk>/", keying.arrival, name="arrival"),
    path("<slug:slug>/key-in/<int:pk>/go-on/", keying.go_on, name="go_on"),
    path("<slug:slug>/key-in/<int:pk>/discard/", discarding.page, name="discard"),
    path("<slug:slug>/key-in/<int:pk>/points/", meetings.points_page, name="points"),
    path("<slug:slug>/key-in/<int:pk>/points/split/", meetings.split, name="split"),
    path("<slug:slug>/key-in/<int:pk>/as-given/", as_given.page, name="as_given"),
    path("<slug:slug>/key-in/<int:pk>/hand-over/", checking.hand_over, name="hand_over"),
    path("<slug:slug>/key-in/<int:pk>/take-back/", checking.take_back, name="take_back"),
    path("<slug:slug>/key-in/<int:pk>/check/", checking.check, name="second_check"),
    path("<slug:slug>/second-person/", checking.rule, name="check_rule"),
    path("<slug:slug>/mail/", mail.listing, name="mail"),
    path("<slug:slug>/mail/upload/", mail.upload, name="mail_upload"),
    path("<slug:slug>/mail/<int:pk>/", mail.detail, name="mail_message"),
    path("<slug:slug>/mail/<int:pk>/parts/<int:number>/", mail.part, name="mail_part"),
    path("<slug:slug>/originals/<int:pk>/", originals.saved, name="original"),
    path("<slug:slug>/originals/<int:pk>/shown/", originals.shown, name="original_shown"),
    path("<slug:slug>/originals/<int:pk>/shown/<int:number>/", originals.part_shown, name="part_shown"),
    path("<slug:slug>/responses/<slug:reference>/meeting/", meeting_views.meeting, name="meeting"),
    path("<slug:slug>/responses/<slug:reference>/", response.detail, name="response"),
    path("<slug:slug>/responses/<slug:reference>/redact/<int:answer_id>/", redact.redact, name="redact"),
    path("<slug:slug>/responses/<slug:reference>/redact/<int:answer_id>/copies/", carrying.page, name="redact_copies"),
    path("<slug:slug>/responses/<slug:reference>/redact-who/<slug:field>/", redact_who.redact_who, name="redact_who"),
    path("<slug:slug>/stakeholders/", include("responses.register.staff_urls")),
    path("<slug:slug>/copies/", copies.listing_page, name="copies"),
    path("<slug:slug>/copies/<int:pk>/", copies.group_page, name="copy_group"),
    path("<slug:slug>/copies/voices/", voices.listing_page, name="voices"),
    path("<slug:slug>/copies/voices/<int:pk>/", voices.pair_page, name="same_voice"),
    path("<slug:slug>/responses/<slug:reference>/voice/", voices.voice_page, name="voice"),
]
