// The editor of a body: all its nodes and tools as one extension. What is stored is described in
// articles/body/README.md; each subject has a module of its own in nodes/.

import { Extension } from "django-prose-editor/editor"
import { Arrivals } from "desk/nodes/arrivals"
import { Fields } from "desk/nodes/fields"
import { Footnotes } from "desk/nodes/footnote"
import { BlockKeys } from "desk/nodes/keys"
import { BodyLink } from "desk/nodes/link"
import { Media } from "desk/nodes/media"
import { BodyPaste } from "desk/nodes/paste"
import { Pictures } from "desk/nodes/picture"
import { Quotes } from "desk/nodes/quote"
import { Rows } from "desk/nodes/rows"
import { Sentence } from "desk/nodes/sentence"
import { Serialise } from "desk/nodes/serialise"
import { Slash } from "desk/nodes/slash"
import { Tables } from "desk/nodes/table"
import { Texts } from "desk/nodes/text"
import { Toolbar } from "desk/nodes/toolbar"
import { Typography, Unfinished } from "desk/nodes/typing"
import { Works } from "desk/nodes/work"

export const BodyEditor = Extension.create({
  name: "bodyEditor",
  addExtensions: () => [
    Texts, BodyLink, Footnotes, Quotes, Pictures, Media, Rows, Works, Tables, Arrivals,
    Fields, BlockKeys, Slash, Toolbar, Typography, Unfinished, BodyPaste, Serialise, Sentence,
  ],
})
