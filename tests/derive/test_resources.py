"""What a derived service does with resources, in memory and in SQLite alike."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Coroutine
from decimal import Decimal
from typing import Any

import pytest

from tests.derive.conftest import Make, Service


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def add_product(shop: Service, name: str, price: str, category: str = "Clothes") -> Any:
    given = {"name": name, "price": Decimal(price), "category": shop.types.Category(category)}
    return run(shop.methods.add_product(**given))


def test_what_is_created_can_be_read(make: Make) -> None:
    shop = make("products")
    made = add_product(shop, "T-Shirt", "22.00")
    assert run(shop.methods.get_product(product_id=made.id)) == made
    assert (made.name, made.price, made.tags, made.note) == ("T-Shirt", Decimal("22.00"), [], None)
    assert made.created_at.tzinfo is not None
    assert abs(made.created_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_every_item_gets_a_key_of_its_own(make: Make) -> None:
    shop = make("products")
    keys = {add_product(shop, f"Hat {n}", "1").id for n in range(5)}
    assert len(keys) == 5


def test_a_key_that_a_deleted_item_had_is_not_given_again(make: Make) -> None:
    shop = make("products")
    first = add_product(shop, "Hat", "1").id
    run(shop.methods.delete_product(product_id=first))
    assert add_product(shop, "Hat", "1").id != first


def test_a_new_item_never_takes_the_key_of_one_that_came_from_an_example(make: Make) -> None:
    shop = make("products", seeded=True)
    keys = {add_product(shop, f"Hat {n}", "1").id for n in range(130)}
    assert len(keys) == 130
    assert "123" not in keys


@pytest.mark.parametrize(
    ("method", "more"),
    [("get_product", {}), ("delete_product", {}), ("update_product_price", {"price": Decimal(1)})],
)
def test_what_is_not_there_is_the_declared_error_with_its_key(
    make: Make, method: str, more: dict[str, Any]
) -> None:
    shop = make("products")
    with pytest.raises(shop.errors.ProductNotFound) as found:
        run(getattr(shop.methods, method)(product_id="nope", **more))
    assert found.value.product_id == "nope"


def test_an_update_changes_what_it_names_and_nothing_else(make: Make) -> None:
    shop = make("products")
    made = add_product(shop, "T-Shirt", "22.00")
    changed = run(shop.methods.update_product_price(product_id=made.id, price=Decimal("20.00")))
    assert changed.price == Decimal("20.00")
    assert (changed.name, changed.created_at) == (made.name, made.created_at)
    assert run(shop.methods.get_product(product_id=made.id)) == changed


def test_null_clears_and_left_out_leaves(make: Make) -> None:
    people = make("people")
    ada = run(
        people.methods.add_person(name="Ada", email="ada@example.org", nickname="A", height=1.6)
    )
    changed = run(people.methods.update_person(person_id=ada.id, nickname=None))
    assert (changed.nickname, changed.height) == (None, ada.height)


def test_an_update_merges_at_every_depth(make: Make) -> None:
    people, servers = make("people"), make("servers")
    home = people.types.Address(street="12 St", city="London", postal_code="SW1Y")
    ada = run(people.methods.add_person(name="Ada", email="ada@example.org", home=home))
    patch = people.types.AddressPatch(street="14 St", extra="c/o King")
    changed = run(people.methods.update_person(person_id=ada.id, home=patch, children=None))
    assert (changed.home.street, changed.home.city) == ("14 St", "London")
    assert changed.children == 0
    made = run(servers.methods.order_server(host_name="a", memory_bytes=1, labels={"a": "1"}))
    labels = {"a": None, "b": "2"}
    new = run(servers.methods.update_server(server_id=made.id, labels=labels))
    assert new.labels == {"b": "2"}


def test_the_time_of_a_change_is_kept_where_the_record_has_room_for_it(make: Make) -> None:
    people = make("people")
    ada = run(people.methods.add_person(name="Ada", email="ada@example.org"))
    assert ada.changed_at is None
    assert run(people.methods.update_person(person_id=ada.id, name="A.")).changed_at is not None


def test_a_replacement_keeps_what_only_the_server_sets(make: Make) -> None:
    blog = make("blog")
    post = run(blog.methods.write_post(slug="one", title="One", text="1", summary="short"))
    new = run(blog.methods.replace_post(slug="one", title="Two", text="2"))
    assert (new.title, new.summary, new.slug) == ("Two", None, "one")
    assert (new.status, new.words) == (post.status, post.words)


def test_a_key_that_the_caller_chose_is_taken_once(make: Make) -> None:
    blog = make("blog")
    run(blog.methods.write_post(slug="one", title="One", text="1"))
    with pytest.raises(blog.errors.SlugTaken) as found:
        run(blog.methods.write_post(slug="one", title="Other", text="2"))
    assert found.value.slug == "one"
    assert run(blog.methods.get_post(slug="one")).title == "One"


def test_an_example_makes_room_once_for_the_item_that_its_caller_creates(make: Make) -> None:
    blog = make("blog", seeded=True)
    shown = run(blog.methods.get_post(slug="hello-world"))
    made = run(blog.methods.write_post(slug="hello-world", title="Mine", text="It works."))
    assert run(blog.methods.get_post(slug="hello-world")) == made != shown
    with pytest.raises(blog.errors.SlugTaken):
        run(blog.methods.write_post(slug="hello-world", title="Another", text="It does not."))


def test_an_example_that_was_changed_is_no_example_any_more(make: Make) -> None:
    blog = make("blog", seeded=True)
    run(blog.methods.replace_post(slug="hello-world", title="Mine", text="It works."))
    with pytest.raises(blog.errors.SlugTaken):
        run(blog.methods.write_post(slug="hello-world", title="Another", text="It does not."))


def test_keys_have_the_type_of_the_contract(make: Make) -> None:
    people, cameras = make("people"), make("cameras")
    person = run(people.methods.add_person(name="Ada", email="ada@example.org"))
    assert isinstance(person.id, uuid.UUID)
    camera = run(cameras.methods.register_camera(name="Door", serial="CAM-1"))
    assert isinstance(camera.id, int)
    assert run(cameras.methods.get_camera(camera_id=camera.id)) == camera


def playlist_with_track(music: Service) -> tuple[str, int]:
    playlist = run(music.methods.create_playlist(name="Morning"))
    song = music.types.Song(title="Peer Gynt", artists=["Grieg"], length=dt.timedelta(minutes=4))
    track = run(music.methods.add_track(playlist_id=playlist.id, item=song))
    return playlist.id, track.id


def test_a_child_needs_its_parent(make: Make) -> None:
    music = make("playlists")
    song = music.types.Song(title="Peer Gynt", artists=["Grieg"], length=dt.timedelta(minutes=4))
    with pytest.raises(music.errors.PlaylistNotFound):
        run(music.methods.add_track(playlist_id="none", item=song))
    with pytest.raises(music.errors.PlaylistNotFound):
        run(music.methods.list_tracks(playlist_id="none"))


def test_the_nearest_thing_that_is_missing_gives_the_error(make: Make) -> None:
    music = make("playlists")
    playlist, track = playlist_with_track(music)
    with pytest.raises(music.errors.PlaylistNotFound):
        run(music.methods.get_track(playlist_id="none", track_id=track))
    with pytest.raises(music.errors.TrackNotFound) as found:
        run(music.methods.get_track(playlist_id=playlist, track_id=track + 1))
    assert found.value.track_id == track + 1


def test_a_child_is_found_under_its_own_parent_only(make: Make) -> None:
    music = make("playlists")
    playlist, track = playlist_with_track(music)
    other = run(music.methods.create_playlist(name="Evening")).id
    assert run(music.methods.list_tracks(playlist_id=other)).tracks == []
    with pytest.raises(music.errors.TrackNotFound):
        run(music.methods.get_track(playlist_id=other, track_id=track))
    assert len(run(music.methods.list_tracks(playlist_id=playlist)).tracks) == 1


def test_deleting_deletes_everything_below(make: Make) -> None:
    music = make("playlists")
    playlist, track = playlist_with_track(music)
    run(music.methods.add_comment(playlist_id=playlist, track_id=track, text="This part!"))
    run(music.methods.delete_playlist(playlist_id=playlist))
    assert music.store.items("Playlist", ()) == []
    assert music.store.items("Track", (playlist,)) == []
    assert music.store.items("Comment", (playlist, track)) == []


def test_a_singleton_is_there_as_soon_as_its_parent_is(make: Make) -> None:
    cameras = make("cameras")
    with pytest.raises(cameras.errors.CameraNotFound):
        run(cameras.methods.get_settings(camera_id=1))
    camera = run(cameras.methods.register_camera(name="Door", serial="CAM-1")).id
    before = run(cameras.methods.get_settings(camera_id=camera))
    assert before.gain == 12
    run(cameras.methods.replace_settings(camera_id=camera, gain=24, vendor={"mode": "night"}))
    assert run(cameras.methods.get_settings(camera_id=camera)).gain == 24


def test_a_singleton_goes_with_its_parent(make: Make) -> None:
    people = make("people")
    ada = run(people.methods.add_person(name="Ada", email="ada@example.org")).id
    run(people.methods.update_address(person_id=ada, street="14 St James's Square"))
    run(people.methods.remove_person(person_id=ada))
    with pytest.raises(people.errors.PersonNotFound):
        run(people.methods.get_address(person_id=ada))
    assert people.store.get("Address", (str(ada),)) is None


def test_a_version_field_grows_with_every_change(make: Make) -> None:
    servers = make("servers")
    made = run(servers.methods.order_server(host_name="db-1", memory_bytes=1))
    assert made.revision == 1
    for expected in (2, 3):
        changed = run(servers.methods.update_server(server_id=made.id, host_name="db-2"))
        assert changed.revision == expected


def names(page: Any) -> list[str]:
    return [product.name for product in page.products]


@pytest.fixture
def shop(make: Make) -> Service:
    shop = make("products")
    for name, price, category in [
        ("B", "2.00", "Shoes"),
        ("A", "10.00", "Clothes"),
        ("C", "2.00", "Clothes"),
    ]:
        add_product(shop, name, price, category)
    return shop


def test_a_list_is_in_the_order_of_creation(shop: Service) -> None:
    assert names(run(shop.methods.list_products())) == ["B", "A", "C"]


def test_a_change_does_not_move_an_item(shop: Service) -> None:
    first = run(shop.methods.list_products()).products[0]
    run(shop.methods.update_product_price(product_id=first.id, price=Decimal("3")))
    assert names(run(shop.methods.list_products())) == ["B", "A", "C"]


def test_a_filter_lets_pass_what_is_equal(shop: Service) -> None:
    clothes = shop.types.Category("Clothes")
    assert names(run(shop.methods.list_products(category=clothes))) == ["A", "C"]


@pytest.mark.parametrize(
    ("order_by", "expected"),
    [
        ("name", ["A", "B", "C"]),
        ("name desc", ["C", "B", "A"]),
        ("price,name desc", ["C", "B", "A"]),
        ("price desc,name", ["A", "B", "C"]),
    ],
)
def test_a_list_is_sorted_by_value(shop: Service, order_by: str, expected: list[str]) -> None:
    assert names(run(shop.methods.list_products(order_by=order_by))) == expected


def test_what_has_no_value_comes_last_either_way(make: Make) -> None:
    people = make("people")
    born = {"Ada": dt.date(1815, 12, 10), "Bob": None, "Cyd": dt.date(1900, 1, 1)}
    for name, day in born.items():
        email = f"{name}@example.org"
        run(people.methods.add_person(name=name, email=email, born_on=day))
    for order_by, expected in [
        ("born_on", ["Ada", "Cyd", "Bob"]),
        ("born_on desc", ["Cyd", "Ada", "Bob"]),
    ]:
        page = run(people.methods.list_people(order_by=order_by))
        assert [person.name for person in page.people] == expected


def test_filters_are_derived_from_the_names_that_people_give_them(make: Make) -> None:
    music, blog = make("playlists"), make("blog")
    for name in ("Good morning", "Good evening", "Bad day"):
        run(music.methods.create_playlist(name=name))
    page = run(music.methods.list_playlists(name_prefix="Good"))
    assert [playlist.name for playlist in page.playlists] == ["Good morning", "Good evening"]
    for slug, topics in (("one", ["news"]), ("two", ["other"]), ("three", ["other", "news"])):
        run(blog.methods.write_post(slug=slug, title=slug, text="", topics=topics))
    posts = run(blog.methods.list_posts(topic="news")).posts
    assert [post.slug for post in posts] == ["one", "three"]


def test_pages_hold_every_item_once(shop: Service) -> None:
    found: list[str] = []
    token = None
    while True:
        page = run(shop.methods.list_products(page_size=2, order_by="name", page_token=token))
        assert len(page.products) <= 2
        found += names(page)
        token = page.next_page_token
        if token is None:
            break
    assert found == ["A", "B", "C"]


@pytest.mark.parametrize("place", [0, 1])
def test_what_goes_between_two_pages_moves_nothing(shop: Service, place: int) -> None:
    first = run(shop.methods.list_products(page_size=2))
    rest = run(shop.methods.list_products(page_token=first.next_page_token)).products
    assert rest
    run(shop.methods.delete_product(product_id=first.products[place].id))
    assert run(shop.methods.list_products(page_token=first.next_page_token)).products == rest


@pytest.mark.parametrize("token", ["nonsense", "!!", "LTE", "OTk5OTk5OTk5OTk5"])
def test_a_token_that_no_page_gave_is_invalid_input(shop: Service, token: str) -> None:
    with pytest.raises(shop.support.InvalidArgument) as found:
        run(shop.methods.list_products(page_token=token))
    assert [violation.pointer for violation in found.value.violations] == ["/pageToken"]


def test_a_function_answers_with_the_output_of_its_example(make: Make) -> None:
    accounts = make("accounts")
    card = accounts.types.Card(number="4111111111111111", expiry="08/29")
    money = accounts.types.Money(amount=Decimal("49.90"))
    report = run(accounts.methods.check_fraud(payment=card, money=money))
    assert (report.risk, report.score) == (accounts.types.Risk.LOW, 0.07)


def test_a_function_without_example_output_answers_with_a_value_of_its_type(make: Make) -> None:
    servers = make("servers")
    found = run(servers.methods.search_servers(query="db"))
    assert [type(server).__name__ for server in found] == ["Server"] * 3
    assert len({server.id for server in found}) == 3


def test_bytes_come_back_where_bytes_are_declared(make: Make) -> None:
    cameras = make("cameras", seeded=True)
    assert isinstance(run(cameras.methods.take_picture(camera_id=42)), bytes)


def test_a_call_on_something_that_is_not_there_fails(make: Make) -> None:
    cameras = make("cameras")
    with pytest.raises(cameras.errors.CameraNotFound):
        run(cameras.methods.take_picture(camera_id=42))


def test_the_server_sets_what_is_read_only_in_records_inside_an_item(make: Make) -> None:
    people = make("people")
    charles = people.types.PersonInput(name="Charles", email="charles@example.org")
    given = people.types.PersonInput(
        name="Mary", email="mary@example.org", password="not for answers", manager=charles
    )
    ada = run(people.methods.add_person(name="Ada", email="ada@example.org", manager=given))
    assert (ada.manager.name, ada.manager.manager.name) == ("Mary", "Charles")
    assert isinstance(ada.manager.id, uuid.UUID)
    assert ada.manager.manager.created_at.tzinfo is not None
    assert run(people.methods.get_person(person_id=ada.id)) == ada
