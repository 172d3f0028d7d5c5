namespace LoanServicing.Repayment.Statements;

/// <summary>How the pages look on paper and on a screen: A4, black on white.</summary>
internal static class PageStyles
{
    public const string Landscape = Shared + "@page{size:A4 landscape;margin:12mm}";

    public const string Portrait = Shared + "@page{size:A4 portrait;margin:20mm}";

    private const string Shared =
        """
        body{font-family:Vazirmatn,"Noto Naskh Arabic",Tahoma,sans-serif;font-size:10pt;line-height:1.6;color:#000;background:#fff;max-width:270mm;margin:0 auto;padding:6mm}
        h1{font-size:15pt;margin:0}
        dl{display:flex;flex-wrap:wrap;gap:1mm 8mm;margin:4mm 0}
        dl div{display:flex;gap:2mm}
        dt{font-weight:bold}
        dt::after{content:":"}
        dd{margin:0}
        table{border-collapse:collapse;width:100%;font-size:8.5pt}
        caption{text-align:start;margin-bottom:2mm}
        th,td{border:1px solid #777;padding:1mm 1.5mm;vertical-align:top;text-align:start;font-weight:normal}
        thead th,tfoot th{font-weight:bold}
        thead{display:table-header-group}
        tfoot{display:table-row-group}
        tr{break-inside:avoid}
        .n{text-align:end;white-space:nowrap}
        small{display:block;color:#444;font-weight:normal}
        time{white-space:nowrap}
        @media print{body{max-width:none;padding:0}}

        """;
}
