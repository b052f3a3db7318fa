"""Ground, text size and contrast of a browser."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core import context_processors, display


def test_settings_are_read_from_the_cookies():
    read = display.read({"thao_theme": "dark", "thao_size": "xl", "thao_contrast": "more", "other": "x"})

    assert read == display.DisplaySettings(theme="dark", size="xl", contrast="more")


@pytest.mark.parametrize("cookies", [{}, {"thao_theme": '"><script>', "thao_size": "huge", "thao_contrast": "1"}])
def test_unknown_values_follow_the_machine(cookies):
    assert display.read(cookies) == display.DisplaySettings()


def test_remember_stores_an_allowed_value():
    response = HttpResponse()

    display.remember(response, {"theme": "light", "next": "/"})

    assert set(response.cookies) == {"thao_theme"}
    assert response.cookies["thao_theme"].value == "light"


@pytest.mark.parametrize("value", ["", "pink"])
def test_remember_forgets_what_follows_the_machine(value):
    response = HttpResponse()

    display.remember(response, {"theme": value})

    assert response.cookies["thao_theme"]["max-age"] == 0


def test_pages_know_the_display_and_the_site(settings):
    settings.SITE_PLACE = "Tỉnh Thanh Giang"
    request = RequestFactory().get("/", headers={"cookie": "thao_size=l"})

    context = context_processors.display(request)

    assert context["display"] == display.DisplaySettings(size="l")
    assert context["site"].place == "Tỉnh Thanh Giang"
    assert context["site"].name == "Thạo"
