using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// Walks through a camt.053 document once and hands over each scope when it ends, inner ones before the outer. Names are compared within the
/// namespace of the document, whichever it is; what is in another one is passed over.
/// </summary>
internal sealed class CamtScopes(StatementText text)
{
    /// <summary>The deepest statement has fewer than 20; the rest is room for a bank's supplementary data.</summary>
    public const int MostLevels = 64;

    private const string Message = "BkToCstmrStmt";
    private const string Version = "camt.053.001.";

    private static readonly XmlShape Document = Shape();

    private readonly List<XmlShape?> _open = [];
    private readonly Stack<XmlScope> _scopes = [];
    private readonly StringBuilder _value = new();
    private string _namespace = string.Empty;
    private string? _currency;

    public async IAsyncEnumerable<XmlScope> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var xml = XmlReader.Create(text, new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            NameTable = new BoundedNames(),
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
        while (await OrRefusedAsync(xml.ReadAsync))
        {
            cancel.ThrowIfCancellationRequested();
            var ended = xml.NodeType == XmlNodeType.EndElement;
            if (xml.NodeType == XmlNodeType.Element)
            {
                Open(xml);
                ended = xml.IsEmptyElement;
            }
            else if (_open is [.., { Text: not null }] && xml.HasValue)
            {
                Append(await OrRefusedAsync(xml.GetValueAsync)); // which reads on, to the end of the text
            }
            else if (xml.NodeType == XmlNodeType.XmlDeclaration)
            {
                RequireUnicode(xml.GetAttribute("encoding"));
            }

            if (ended && Close() is { } scope)
            {
                yield return scope;
            }
        }
    }

    private static XmlShape Shape()
    {
        var document = new XmlShape("Document");
        var statement = document.Scope(
            "BkToCstmrStmt/Stmt",
            [
                "Id", "FrToDt/FrDtTm", "FrToDt/ToDtTm", "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Ccy",
                "TxsSummry/TtlNtries/NbOfNtries", "TxsSummry/TtlNtries/Sum",
                "TxsSummry/TtlNtries/TtlNetNtryAmt", "TxsSummry/TtlNtries/CdtDbtInd",
                "TxsSummry/TtlNtries/TtlNetNtry/Amt", "TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd",
                "TxsSummry/TtlCdtNtries/NbOfNtries", "TxsSummry/TtlCdtNtries/Sum",
                "TxsSummry/TtlDbtNtries/NbOfNtries", "TxsSummry/TtlDbtNtries/Sum",
            ]);
        statement.Scope("Bal", "Tp/CdOrPrtry/Cd", "Amt", "CdtDbtInd", "Dt/Dt", "Dt/DtTm");
        statement.Scope(
            "Ntry",
            [
                "Amt", "CdtDbtInd", "RvslInd", "Sts", "Sts/Cd", "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm", "AcctSvcrRef",
                "AddtlNtryInf", "Chrgs/Amt", "Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt",
            ]);
        statement.Scope("Ntry/NtryDtls", "Btch/NbOfTxs");
        statement.Scope(
            "Ntry/NtryDtls/TxDtls",
            [
                "Refs/MsgId", "Refs/AcctSvcrRef", "Refs/PmtInfId", "Refs/InstrId", "Refs/EndToEndId", "Refs/TxId", "Amt", "CdtDbtInd", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt",
                "RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm", "RltdPties/DbtrAcct/Id/IBAN", "RltdPties/DbtrAcct/Id/Othr/Id",
                "RltdPties/Cdtr/Nm", "RltdPties/Cdtr/Pty/Nm", "RltdPties/CdtrAcct/Id/IBAN", "RltdPties/CdtrAcct/Id/Othr/Id",
                "RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "AddtlTxInf",
                "Chrgs/Amt", "Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt",
            ]);
        return document;
    }

    private static void RequireUnicode(string? encoding)
    {
        // What the bytes say has been heeded already; this only finds a file that is written in something else.
        if (encoding is not null && encoding.ToUpperInvariant() is not ("UTF-8" or "UTF8" or "UTF-16" or "UTF-16LE" or "UTF-16BE" or "US-ASCII"))
        {
            throw Refusal.Encoding(BoundedText.Cut(encoding));
        }
    }

    private async Task<T> OrRefusedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (XmlException cause)
        {
            throw Refused(cause);
        }
    }

    private StatementRefusedException Refused(XmlException cause)
    {
        // A DOCTYPE is the one thing that is refused without a position.
        if (cause.LineNumber == 0)
        {
            return text.DocumentType is { } place ? Refusal.DocumentType(place) : Refusal.NotXml(text.End);
        }

        var position = new Place(cause.LineNumber, cause.LinePosition);
        return text.AtEnd && position == text.End ? Refusal.Truncated(position) : Refusal.NotXml(position);
    }

    private void Open(XmlReader xml)
    {
        var place = (IXmlLineInfo)xml; // of the name, which is one behind the bracket
        var at = new Place(place.LineNumber, place.LinePosition - 1);
        if (xml.Depth >= MostLevels)
        {
            throw Refusal.TooDeep(at, MostLevels);
        }

        var shape = xml.Depth switch
        {
            0 => Root(xml),
            1 when xml.LocalName != Message => throw Refusal.UnknownFormat($"a document with '{BoundedText.Cut(xml.LocalName)}'"),
            _ => xml.NamespaceURI == _namespace ? _open[^1]?.Child(xml.LocalName) : null,
        };
        _open.Add(shape);
        if (shape is { IsScope: true })
        {
            _scopes.Push(new XmlScope(shape.Name, at, _scopes.TryPeek(out var parent) ? parent : null));
        }
        else if (shape is { Text: not null })
        {
            _value.Clear();
            _currency = xml.GetAttribute("Ccy");
        }
    }

    private XmlShape Root(XmlReader xml)
    {
        _namespace = xml.NamespaceURI;
        var mark = _namespace.LastIndexOf(Version, StringComparison.Ordinal);
        var known = _namespace.Length == 0
            || (mark >= 0 && int.TryParse(_namespace.AsSpan(mark + Version.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is >= 2 and <= 8);
        return xml.LocalName == Document.Name && known
            ? Document
            : throw Refusal.UnknownFormat($"a document '{BoundedText.Cut(xml.LocalName)}' of '{BoundedText.Cut(_namespace)}'");
    }

    private void Append(string piece)
    {
        if (_value.Length <= BoundedText.Longest)
        {
            _value.Append(piece);
        }
    }

    /// <summary>The scope that ends with the innermost open element; null when that is none.</summary>
    private XmlScope? Close()
    {
        var shape = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (shape is { IsScope: true })
        {
            return _scopes.Pop();
        }

        if (shape is { Text: { } path })
        {
            _scopes.Peek().Add(path, _value.ToString(), _currency);
            _value.Clear(); // Sts holds a text up to version .07 and a code since
        }

        return null;
    }
}
