# SPDX-License-Identifier: MIT
import threading

from annotator.gui.bridge.events import EventRelay
from annotator.workspace.events import Events, HistoryChanged, SaveState, SaveStateChanged


def test_an_event_of_the_windows_thread_arrives_at_once(qapp):
    events, heard = Events(), []
    relay = EventRelay()
    relay.happened.connect(heard.append)
    relay.start(events.subscribe)

    events.tell(HistoryChanged())

    assert heard == [HistoryChanged()]


def test_an_event_of_another_thread_arrives_on_the_windows(qtbot):
    events, threads = Events(), []
    relay = EventRelay()
    relay.happened.connect(lambda _: threads.append(threading.get_ident()))
    relay.start(events.subscribe)

    with qtbot.waitSignal(relay.happened):
        writer = threading.Thread(target=events.tell, args=(SaveStateChanged(SaveState("saved")),))
        writer.start()
    writer.join()

    assert threads == [threading.get_ident()]


def test_after_stop_nothing_arrives_not_even_what_was_on_its_way(qapp):
    events, heard = Events(), []
    relay = EventRelay()
    relay.happened.connect(heard.append)
    relay.start(events.subscribe)
    writer = threading.Thread(target=events.tell, args=(HistoryChanged(),))
    writer.start()
    writer.join()

    relay.stop()
    events.tell(HistoryChanged())
    qapp.processEvents()

    assert heard == []
