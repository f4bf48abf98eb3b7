/// Words that stand in any text of the five languages, folded as ``NormalisedText`` folds them: no reason by themselves.
enum FillerWords {
    static let all = Set(
        """
        about above after again almost already although always another anything around because before being between
        could doing either every everything first given going having hello however itself might monday morning myself
        neither never night nothing other people perhaps please quick reason reasons receive received really since
        something somebody still their there these thing things think third those though through times today tomorrow
        until which while whose within without would yesterday yourself
        aber alles andere auch bereits bitte danke darum davon diese diesem diesen dieser dieses durch einen einer eines
        einfach etwas genau gestern guten hallo haben hatte heute immer jetzt keine leider liebe meine meinen meiner
        morgen nicht nichts nochmal schon sehen seien seine selbst sehr sollte trotz ueber unser unter vielen vielleicht
        waere warum wegen weiter welche wenig werden wieder wollte wurde wurden zwischen
        alors apres aujourd aussi autre avant avais avait avoir avons beaucoup bonjour celui cette chose comme comment
        depuis donc elles encore entre etait faire hier jamais juste leurs maintenant mais meme merci moins notre parce
        peut pendant plusieurs pour pourquoi pouvez quand quelle quelque rien sans simplement sont toujours tous tout
        toute votre voici voila vous
        adesso allora altra altro ancora anche avete bene buongiorno come cosa cosi dalla della delle dello dopo
        essere fatto grazie hanno invece loro molto nella nelle niente nostro ogni oggi perche pero poco prima proprio
        qualche quale quando quella quello questa questi questo sempre senza siete sono sopra stata stato subito
        tutta tutto vostra vostro
        ahora algo alguna ante antes aunque buenas buenos cada como cuando cual desde despues donde ella ellos entonces
        entre esta estaba estan este esto gracias hace hacer hasta hola luego manana menos mientras mucho nada nunca otra
        otro para pero poco porque puede pues quien sido siempre sobre solo tambien tanto tengo tiene todavia todo todos
        usted ustedes
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
