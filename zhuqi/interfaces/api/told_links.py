"""What can be asked after an answer about messages, how one is told, subscriptions, what couldn't be sent."""

from __future__ import annotations

from collections.abc import Mapping

ID = "$response.body#/id"
NEXT = {"cursor": "$response.body#/next"}
READ: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "own_messages": ("list_messages", {}),
    "more_messages": ("list_messages", NEXT),
    "read_the_first_message": ("read_message", {"message_id": "$response.body#/messages/0/id"}),
    "how_one_is_told": ("show_telling", {}),
    "more_subscriptions": ("list_subscriptions", NEXT),
    "try_the_subscription": ("try_subscription", {"subscription_id": ID}),
    "try_the_first_subscription": ("try_subscription", {"subscription_id": "$response.body#/subscriptions/0/id"}),
    "end_the_subscription": ("end_subscription", {"subscription_id": ID}),
    "all_subscriptions": ("list_subscriptions", {}),
    "what_is_unsent": ("list_unsent", {}),
    "more_unsent": ("list_unsent", NEXT),
    "send_the_first_again": ("send_again", {"sending_id": "$response.body#/unsent/0/id"}),
}
"""{link: (operation, {parameter: where its value stands})}."""
AFTER: Mapping[str, tuple[str, ...]] = {
    "me": ("own_messages", "how_one_is_told"),
    "list_messages": ("read_the_first_message", "more_messages"),
    "read_message": ("own_messages",),
    "read_messages": ("own_messages",),
    "show_telling": ("own_messages",),
    "choose_telling": ("how_one_is_told",),
    "list_subscriptions": ("try_the_first_subscription", "more_subscriptions"),
    "subscribe": ("try_the_subscription", "end_the_subscription", "all_subscriptions"),
    "try_subscription": ("end_the_subscription", "all_subscriptions"),
    "rotate_secret": ("try_the_subscription", "all_subscriptions"),
    "end_subscription": ("all_subscriptions",),
    "list_unsent": ("send_the_first_again", "more_unsent"),
    "send_again": ("what_is_unsent",),
}
"""{operation: the links of its answer}."""
