namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// The page's style. Colours are variables, so that dark mode is one block; series use the Okabe–Ito palette, and
/// labels in their colour use darker shades that keep a text contrast of 4.5.
/// </summary>
internal static class StyleSheet
{
    /// <summary>Colours on a light page.</summary>
    internal const string Light =
        """
        --paper:#fff;--ink:#1b1f24;--soft:#515b66;--line:#d9dee4;--box:#f5f7f9;--accent:#0072b2;
        --c0:#767f89;--c1:#0072b2;--c2:#d55e00;--c3:#009e73;--c4:#cc79a7;--c5:#56b4e9;--c6:#e69f00;
        --x0:#515b66;--x1:#005f96;--x2:#a34700;--x3:#00694d;--x4:#8f3f6c;--x5:#0b5f8a;--x6:#7a5200;
        --pass:#00694d;--warn:#7a5200;--fail:#a3260c;--na:#515b66;
        --d0:#0072b2;--d1:#4f97c4;--d2:#8fb9d4;--d3:#a9b0b7;--d4:#e5a980;--d5:#dd8442;--d6:#d55e00;
        """;

    /// <summary>Drawing classes; also used by the stand-alone SVG files.</summary>
    internal const string Drawing =
        """
        svg{display:block;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
        svg text{font-size:12px;fill:var(--ink)}svg .t{fill:var(--soft)}svg .b{font-weight:600}svg .s{font-size:11px}
        .g,.z,.cn,.wh,.lv,.mk,.ln{fill:none;stroke:var(--line);stroke-width:1}
        .z{stroke:var(--soft)}.cn{stroke:var(--soft)}.wh{stroke:var(--ink);stroke-width:1.5}.lv{stroke:var(--soft);stroke-dasharray:2 3}
        .mk{stroke-width:1.5}.mt{stroke-width:1;stroke-dasharray:1 3}.ln{stroke-width:2;stroke-linejoin:round}.da{stroke-dasharray:7 4}.do{stroke-dasharray:2 3}
        .c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}.c5{stroke:var(--c5)}.c6{stroke:var(--c6)}
        .f0{fill:var(--c0)}.f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}.f4{fill:var(--c4)}.f5{fill:var(--c5)}.f6{fill:var(--c6)}
        .ft{fill:var(--ink)}.fl{fill-opacity:.2}.fo{fill-opacity:.3;stroke-width:1}.ln.c0{stroke-width:1.3}
        .d0{fill:var(--d0)}.d1{fill:var(--d1)}.d2{fill:var(--d2)}.d3{fill:var(--d3)}.d4{fill:var(--d4)}.d5{fill:var(--d5)}.d6{fill:var(--d6)}
        .q0,.q1,.q2,.q3,.q4,.q5,.q6,.q7,.q8{fill:var(--c1)}.q0{fill-opacity:.03}.q1{fill-opacity:.1}.q2{fill-opacity:.17}.q3{fill-opacity:.24}.q4{fill-opacity:.32}.q5{fill-opacity:.4}.q6{fill-opacity:.48}.q7{fill-opacity:.56}.q8{fill-opacity:.64}
        svg .xs{font-size:10px}.sp{fill:var(--c0);fill-opacity:.14}.th{fill:none;stroke:var(--c0);stroke-width:.7;stroke-opacity:.55}
        svg .x0{fill:var(--x0)}svg .x1{fill:var(--x1)}svg .x2{fill:var(--x2)}svg .x3{fill:var(--x3)}svg .x4{fill:var(--x4)}svg .x5{fill:var(--x5)}svg .x6{fill:var(--x6)}
        """;

    /// <summary>The style of the page.</summary>
    internal const string Page =
        """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth;scroll-padding-top:1rem}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .page{max-width:52rem;margin:0 auto;padding:2rem 1rem 4rem}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.01em;text-wrap:balance}
        h2{font-size:1.35rem;line-height:1.25;margin:3.2rem 0 .8rem;padding-top:.9rem;border-top:1px solid var(--line)}
        h3{font-size:1.05rem;margin:2rem 0 .5rem}
        p,li,dd{max-width:62ch}p{margin:.5rem 0}ul{padding-left:1.2rem;margin:.5rem 0}
        a{color:var(--x1)}
        .meta{color:var(--soft);margin:0 0 1rem}.lead{font-size:1.1rem}
        .key{font-size:1.2rem;line-height:1.45;font-weight:600;margin:1.2rem 0;padding-left:.9rem;border-left:4px solid var(--accent)}
        nav{font-size:.92rem;margin:1.5rem 0}nav h2{font-size:.85rem;color:var(--soft);border:0;margin:0 0 .4rem;padding:0;font-weight:600}
        nav ol{list-style:none;margin:0;padding:0;columns:2;column-gap:1.5rem}nav li{padding:.18rem 0;break-inside:avoid}nav a{text-decoration:none}nav a:hover{text-decoration:underline}
        .verdicts{list-style:none;margin:1.2rem 0;padding:0;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--box)}
        .verdicts li{display:grid;grid-template-columns:5rem 1fr auto;gap:.1rem .8rem;padding:.55rem .9rem;max-width:none;border-top:1px solid var(--line);break-inside:avoid}
        .verdicts li:first-child{border-top:0}.verdicts .count{display:block;font-weight:600}
        .verdicts .value{font-variant-numeric:tabular-nums;text-align:right}.verdicts .why{grid-column:2/-1;color:var(--soft);font-size:.9rem}
        .word{font-weight:700;white-space:nowrap}.pass .word,td.pass{color:var(--pass)}.warn .word,td.warn{color:var(--warn)}.fail .word,td.fail{color:var(--fail)}.na .word,td.na{color:var(--na)}
        td.pass,td.warn,td.fail,td.na{font-weight:700;white-space:nowrap}
        .word i{font-style:normal;display:inline-block;width:1.15em}
        dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.25rem 1rem;margin:1rem 0;font-size:.92rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;max-width:none}
        .answers{list-style:none;margin:1.2rem 0;padding:0;border-top:2px solid var(--ink)}
        .answers li{display:grid;grid-template-columns:11.5rem 1fr;gap:.1rem 1.4rem;max-width:none;padding:.75rem 0;border-bottom:1px solid var(--line);break-inside:avoid}
        .answers .q{grid-column:1/-1;font-weight:600;color:var(--soft);font-size:.92rem}
        .answers .a{font-size:1.5rem;line-height:1.15;font-weight:700;color:var(--x1);font-variant-numeric:tabular-nums;text-wrap:balance}
        .answers .e{max-width:62ch}.answers .e a{white-space:nowrap}
        figure{margin:1.8rem 0;padding:0}figcaption p{margin:.6rem 0 .2rem}
        .says{font-weight:600}.how{color:var(--soft);font-size:.9rem}
        details{margin:.4rem 0 0;font-size:.9rem}summary{cursor:pointer;color:var(--x1);width:fit-content;padding:.15rem 0}
        .scroll{overflow-x:auto;margin:.8rem 0}
        table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;line-height:1.35}
        caption{text-align:left;color:var(--soft);padding:0 0 .4rem;caption-side:top}
        th,td{padding:.32rem .8rem .32rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{font-weight:600;border-bottom:1px solid var(--soft);vertical-align:bottom}th[scope=row]{font-weight:400}.w th{white-space:nowrap}
        .n{text-align:right;white-space:nowrap}td.absent{color:var(--soft);text-align:left;white-space:normal;min-width:9rem;font-size:.95em}th small{font-weight:400;color:var(--soft)}
        th:last-child,td:last-child{padding-right:.2rem}
        pre{background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;overflow-x:auto;font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        .empty{color:var(--soft)}
        .narrow{display:none}
        @media(min-width:1100px){
        .page{max-width:70rem;display:grid;grid-template-columns:12rem minmax(0,52rem);gap:0 3.5rem;justify-content:center}
        nav{position:sticky;top:1.5rem;align-self:start;margin:.4rem 0 0}nav ol{columns:1}
        }
        @media(max-width:559px){
        .wide{display:none}.narrow{display:block}.page{padding-top:1.2rem}h1{font-size:1.55rem}
        .verdicts li{grid-template-columns:4.4rem 1fr}.verdicts .value{grid-column:2;text-align:left}
        .answers li{grid-template-columns:1fr}.answers .a{font-size:1.35rem;margin:.1rem 0}
        dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}.key{font-size:1.08rem}
        }
        """;

    /// <summary>Colours on a dark page.</summary>
    internal const string Dark =
        """
        --paper:#13171b;--ink:#e6eaee;--soft:#a3adb8;--line:#323a43;--box:#1a1f25;--accent:#56b4e9;
        --c0:#98a2ad;--c1:#3d9fdc;--c2:#f0812f;--c3:#1fbf92;--c4:#d98fb8;--c5:#8accf0;--c6:#e69f00;
        --x0:#a3adb8;--x1:#79c3f0;--x2:#ff9d57;--x3:#4fd6ae;--x4:#e6a8ca;--x5:#a5d8f5;--x6:#f2b733;
        --pass:#4fd6ae;--warn:#f2b733;--fail:#ff8f70;--na:#a3adb8;
        --d0:#3d9fdc;--d1:#3b7fa8;--d2:#3c6480;--d3:#6b757f;--d4:#8a5c3c;--d5:#c06f33;--d6:#f0812f;
        """;

    /// <summary>Paper: A4, nothing split that belongs together, tables open, links with their target.</summary>
    internal const string Print =
        """
        @page{size:A4;margin:16mm 15mm 18mm}
        @media print{
        body{font-size:10.5pt}.page{display:block;max-width:none;padding:0}
        .wide{display:block}.narrow{display:none}
        h2,h3,caption,summary{break-after:avoid}h2{margin-top:1.6rem}
        figure>svg,figure>figcaption,tr,.verdicts li,dl div,pre{break-inside:avoid}figcaption{break-before:avoid}
        thead{display:table-header-group}thead th.n{white-space:normal}table{max-width:100%}.scroll{overflow:visible}
        details::details-content{content-visibility:visible;block-size:auto;overflow:visible}
        summary{list-style:none;color:var(--soft)}table{font-size:7.6pt}th,td{padding:.16rem .55rem .16rem 0}
        nav{position:static;break-after:avoid;font-size:8pt;margin:0 0 .6rem}nav ol{columns:4}nav li{padding:0}
        h1{font-size:18pt}.meta{margin:0 0 .4rem}.lead{font-size:10pt}.key{font-size:11.5pt;margin:.6rem 0}#cover>h2{margin-top:.8rem}
        .answers{font-size:9.4pt;line-height:1.38;margin:.5rem 0}.answers li{padding:.35rem 0;grid-template-columns:9rem 1fr}.answers .a{font-size:13pt}
        .answers .e{max-width:none}.answers+h3{margin:.8rem 0 .3rem}
        .verdicts{font-size:8.8pt;line-height:1.32;margin:.4rem 0}.verdicts li{padding:.18rem .6rem;grid-template-columns:4rem 1fr auto}.verdicts .why{font-size:8pt}
        a[href^="#"]::after{content:" (" attr(href) ")";color:var(--soft);font-size:.85em}
        }
        """;

    /// <summary>The whole style element's text. Paper is always light.</summary>
    internal static string All { get; } = string.Join('\n',
        ":root{color-scheme:light dark;" + Light + "}",
        "@media screen and (prefers-color-scheme:dark){:root{" + Dark + "}}",
        Page, Drawing, Print, "");
}
