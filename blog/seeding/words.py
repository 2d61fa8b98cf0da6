"""The words of the generated archive. Everything named here is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What an article is about, and the words that go with it."""

    name: str
    maker: str
    follower: str
    unit: str
    taking: str
    craft: tuple[str, ...]


FILM = Kind(
    "film", "director", "viewer", "scene", "watching", ("editing", "lighting", "sound mix", "camera work")
)
SERIES = Kind(
    "series", "showrunner", "viewer", "episode", "watching", ("pacing", "casting", "score", "set design")
)
COMIC = Kind(
    "comic", "cartoonist", "reader", "page", "reading", ("inking", "lettering", "layout", "colouring")
)
GAME = Kind(
    "game", "designer", "player", "level", "playing", ("level design", "controls", "music", "animation")
)
KINDS = (FILM, SERIES, COMIC, GAME)
# Sections by the kind of work they usually hold; any other section gets all kinds.
KIND_OF_SECTION = {"film": FILM, "television": SERIES, "comics": COMIC, "games": GAME}

ADJECTIVES = (
    "Amber", "Borrowed", "Brittle", "Careful", "Clockwork", "Crooked", "Distant", "Drowned", "Electric", "Empty",
    "Faithful", "Forgotten", "Gentle", "Glass", "Hollow", "Hungry", "Idle", "Iron", "Last", "Late", "Lesser",
    "Lucky", "Midnight", "Northern", "Painted", "Paper", "Patient", "Quiet", "Restless", "Second", "Silver",
    "Sleeping", "Slow", "Stubborn", "Sunken", "Tall", "Unfinished", "Velvet", "Wandering", "Winter",
)  # fmt: skip
NOUNS = (
    "Almanac", "Anchor", "Arcade", "Archive", "Aviary", "Bakery", "Balcony", "Beacon", "Bridge", "Carousel",
    "Cartographer", "Causeway", "Choir", "Comet", "Compass", "Conductor", "Ferry", "Foundry", "Gardener", "Harbour",
    "Heirloom", "Hotel", "Island", "Lantern", "Ledger", "Librarian", "Lighthouse", "Locksmith", "Machine",
    "Meridian", "Mirror", "Monsoon", "Observatory", "Orchard", "Orchestra", "Parade", "Passenger", "Planet",
    "Postman", "Quarry", "Reservoir", "Satellite", "Signal", "Staircase", "Station", "Summer", "Telegraph",
    "Theatre", "Tide", "Typewriter", "Understudy", "Valley", "Voyage", "Window",
)  # fmt: skip
PLACES = (
    "Abelmouth", "Brackwater", "Candlewick", "Dunmarrow", "Eastering", "Fallowmere", "Gullhaven", "Hobbrook",
    "Inchmoor", "Jarrowfield", "Kestrel Bay", "Lowbridge", "Marrowgate", "Netherby", "Oldcastle Row", "Pellworth",
    "Quillford", "Ravensea", "Saltmarket", "Thornquay", "Underhill", "Vesper Point", "Wexley", "Yarrowdale",
)  # fmt: skip
GIVEN_NAMES = (
    "Adaeze", "Alma", "Anselm", "Birgit", "Caspian", "Dagny", "Dario", "Edda", "Emeka", "Farida", "Gideon", "Hanako",
    "Ilse", "Ines", "Jonas", "Kaveh", "Lucian", "Maren", "Mirela", "Nadir", "Odile", "Ottavio", "Petra", "Quentin",
    "Rosalind", "Saoirse", "Tariq", "Tove", "Ursula", "Viggo", "Wanda", "Yusra", "Zdenka",
)  # fmt: skip
FAMILY_NAMES = (
    "Abernath", "Bellweather", "Castellane", "Drummel", "Eskeland", "Fairbrother", "Grindlay", "Hallorane", "Ibarrola",
    "Jurgensen", "Kovalenko", "Lindqvist", "Mbekiwe", "Northcote", "Okonjo", "Pettibone", "Quandt", "Rasmusdal",
    "Silverlock", "Tamboer", "Ulvestad", "Vantongeren", "Winterbourne", "Yamashiro", "Zeller",
)  # fmt: skip
GENRES = (
    "biography", "black comedy", "chamber drama", "coming-of-age story", "courtroom drama",
    "crime story", "creature feature", "dystopia", "fairy tale", "family drama", "farce", "ghost story", "heist",
    "love story", "melodrama", "murder mystery", "musical", "mystery", "road story", "romance", "satire",
    "sea story", "slow thriller", "space opera", "spy story", "survival story", "time-travel story", "western",
)  # fmt: skip
SUBJECTS = (
    "adaptation", "animation", "archives", "awards", "box office", "casting", "censorship", "colour", "costumes",
    "endings", "fan culture", "festivals", "first features", "long takes", "midnight screenings", "miniatures",
    "music", "opening titles", "outsiders", "posters", "practical effects", "preservation", "prequels", "remakes",
    "rewatching", "sequels", "short works", "sound design", "soundtracks", "stunts", "subtitles", "translation",
    "villains", "voice acting", "world-building", "writing rooms",
)  # fmt: skip
MOODS = (
    "bleak", "bright", "careful", "chilly", "confident", "dry", "gentle", "hopeful", "loud", "mischievous",
    "playful", "restrained", "sharp", "sombre", "strange", "tender", "warm", "watchful", "wry",
)  # fmt: skip
HEROES = (
    "a lighthouse keeper", "a retired locksmith", "a tired customs officer", "a young archivist", "two sisters",
    "three stowaways", "a disgraced weather forecaster", "a night-shift baker", "a piano tuner", "a village postman",
    "an apprentice diver", "a widowed mapmaker", "the last employee of a cinema", "a travelling dentist",
    "a choir of amateurs", "a very polite burglar",
)  # fmt: skip
GOALS = (
    "a letter that was never meant to arrive", "the missing half of a map", "a town that nobody remembers",
    "a stolen recording", "the truth about a fire", "an heirloom with the wrong initials", "a way across the border",
    "the owner of a single glove", "a signal from an abandoned station", "the man who sold them the house",
    "a film that was never finished", "one honest witness",
)  # fmt: skip
TROUBLES = (
    "the water is rising", "somebody has changed all the clocks", "the only witness will not speak",
    "the money belongs to someone else", "every answer comes with a bill", "nobody agrees on what was promised",
    "the old rivals arrive by the same train", "the radio keeps calling their names", "the weather turns",
    "the neighbours begin to talk", "the map is wrong on purpose", "half of the evidence is a joke",
)  # fmt: skip
STUDIOS = (
    "Paperboat", "Seven Herons", "Lantern Street", "Harrow and Daughters", "Blue Kettle", "Tin Comet", "Low Tide",
    "Ninth Floor", "Copper Moth", "Small Hours",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
