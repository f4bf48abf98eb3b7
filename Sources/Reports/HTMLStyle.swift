/// How all pages look. Colours are roles, so that dark is one table more, and paper a third.
enum HTMLStyle {
    static let common = """
        :root { --page: #ffffff; --ink: #1c2024; --soft: #5b6570; --line: #d8dee4; --panel: #f5f7f9;
          --accent: #1f6feb; --good: #1a7f37; --bad: #c62828; }
        @media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e6e9ec; --soft: #9aa5b1;
          --line: #343b43; --panel: #1d2226; --accent: #6ea8ff; --good: #56c271; --bad: #ff7b72; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { overflow-wrap: break-word; max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .4rem; }
        .subtitle, .note { color: var(--soft); margin: .3rem 0 .8rem; overflow-wrap: anywhere; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .6rem;
          margin: 1.2rem 0; }
        .figures div { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
          padding: .6rem .8rem; }
        dt { color: var(--soft); font-size: .82rem; }
        dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
          vertical-align: top; }
        thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
        tbody th { font-weight: 600; }
        .n { text-align: right; white-space: nowrap; }
        .good { color: var(--good); } .bad { color: var(--bad); } .faint { color: var(--soft); }
        article { border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; margin: .7rem 0; }
        article p { margin: .2rem 0; }
        blockquote { margin: .4rem 0 0; padding-left: .8rem; border-left: 3px solid var(--line);
          white-space: pre-wrap; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; max-width: 30rem; height: auto; margin-bottom: 1rem; }
        svg text { fill: var(--soft); font-size: 11px; }
        @media print { :root { --page: #fff; --ink: #000; --soft: #444; --line: #bbb; --panel: #fff;
          --accent: #1f4f9e; --good: #135c28; --bad: #9b1c1c; }
          main { max-width: none; padding: 0; } .scroll { overflow: visible; }
          article, tr, svg, .figures div { break-inside: avoid; } h2 { break-after: avoid; } }
        """
}
