namespace GhostNet.Notebooks.Output;

/// <summary>The look of a notebook's page, in a light and a dark version.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet. The colours are those of the other pages of the project.</summary>
    public const string Text = """
        :root { color-scheme: light dark; --paper: #ffffff; --card: #f6f8fa; --ink: #1b2330; --quiet: #5a6676; --rule: #dde3ea; --link: #0062a3;
          --keyword: #0057ae; --string: #9c3a00; --comment: #4d6b4d; --number: #00664d; --bad: #b3261e; --bad-paper: #fdeeed; }
        @media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1a2029; --ink: #e7ecf3; --quiet: #a3afbe; --rule: #313b48; --link: #7cc4f5;
          --keyword: #7cc4f5; --string: #f0a878; --comment: #8fb88f; --number: #6fd6b4; --bad: #ffb4ab; --bad-paper: #3a1714; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, "Segoe UI", Roboto, sans-serif; }
        .page { max-width: 58rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
        a { color: var(--link); } h1, h2, h3 { line-height: 1.25; scroll-margin-top: 1rem; } h1 { font-size: 2rem; } h2 { margin-top: 2.4rem; }
        img, svg { max-width: 100%; height: auto; }
        pre, code { font-family: ui-monospace, "Cascadia Code", Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
        pre { margin: 0; overflow-x: auto; line-height: 1.5; tab-size: 4; } p code, li code, td code { background: var(--card); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
        .prose { overflow-wrap: break-word; } .prose > pre { background: var(--card); border-radius: 8px; padding: .8rem 1rem; }
        .prose table, .output table { border-collapse: collapse; } .prose table { display: block; overflow-x: auto; max-width: 100%; }
        .prose th, .prose td { border-bottom: 1px solid var(--rule); padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top; }
        blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--rule); color: var(--quiet); }
        .math { font-family: "STIX Two Math", Cambria, Georgia, serif; font-style: italic; overflow-x: auto; }
        .contents, .cell { border: 1px solid var(--rule); border-radius: 8px; background: var(--card); }
        .contents { padding: .6rem 1rem; margin-bottom: 1rem; } .contents ul { margin: .4rem 0; padding-left: 1.2rem; } summary { cursor: pointer; }
        .contents .deep { margin-left: 1.2rem; } .switch { color: var(--quiet); font-size: .9rem; display: inline-flex; gap: .4rem; align-items: center; }
        .cell { margin: 1rem 0 0; } .cell > summary { padding: .3rem 1rem; color: var(--quiet); font-size: .8rem; } .cell > pre { padding: .2rem 1rem .8rem; }
        body:has(#hide:checked) .cell { display: none; }
        .output { margin: .6rem 0 0; overflow-x: auto; } .output > pre { padding: .4rem 1rem; border-left: 3px solid var(--rule); max-height: 32rem; overflow: auto; }
        .output > pre.stderr { border-color: var(--bad); } .output > pre.error { border-color: var(--bad); background: var(--bad-paper); color: var(--bad); white-space: pre-wrap; overflow-wrap: anywhere; }
        .keyword, .directive { color: var(--keyword); } .string { color: var(--string); } .comment { color: var(--comment); font-style: italic; } .number { color: var(--number); }
        footer { margin-top: 3rem; color: var(--quiet); font-size: .86rem; }
        @media (max-width: 480px) { body { font-size: 16px; } .page { padding: 1rem .8rem 3rem; } h1 { font-size: 1.6rem; } }
        @media print { .contents, .switch { display: none; } }
        """;
}
