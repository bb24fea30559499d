"""What several journeys do: arrive at a page, fill the form of a filing."""

from playwright.sync_api import Page, expect


def arrive(page: Page, title: str) -> None:
    """Until the page is there to which a click or a key has led."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.wait_for_load_state("load")


def fill(page: Page, typed: dict[str, str]) -> None:
    """Type into fields by their names; choices by their words or values."""
    for name, value in typed.items():
        field = page.locator(f'[name="{name}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def begin(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("button", name="去办").click()
    arrive(page, "机构")


def begin_row(page: Page, button: str, row: dict[str, str]) -> None:
    """Ask for a row by its button, and type into it once it is there."""
    page.get_by_role("button", name=button).click()
    page.locator(f'[name="{next(iter(row))}"]').wait_for()
    fill(page, row)
