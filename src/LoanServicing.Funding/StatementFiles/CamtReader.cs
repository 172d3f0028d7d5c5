using System.Globalization;
using System.Runtime.CompilerServices;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Makes lines and summaries of a camt.053 document. Entries that are not booked, or of no money, are counted for the totals and passed over.</summary>
internal sealed class CamtReader(StatementText text)
{
    private readonly LineKeys _keys = new();
    private readonly List<XmlScope> _details = [];
    private int? _announced;
    private int _entries;
    private int _statements;
    private CamtStatement _statement = new();

    public async IAsyncEnumerable<StatementPart> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var scope in new CamtScopes(text).ReadAsync(cancel))
        {
            switch (scope.Name)
            {
                case "TxDtls":
                    Keep(scope);
                    break;
                case "NtryDtls":
                    Announce(scope);
                    break;
                case "Ntry":
                    foreach (var line in Entry(scope))
                    {
                        yield return line;
                    }

                    break;
                case "Bal":
                    _statement.Add(scope);
                    break;
                default:
                    yield return Statement(scope);
                    break;
            }
        }

        if (_statements == 0)
        {
            throw Refusal.NoStatement();
        }
    }

    private void Keep(XmlScope detail)
    {
        if (_details.Count == CamtEntry.MostDetails)
        {
            throw Refusal.TooManyDetails(detail.Place, CamtEntry.MostDetails);
        }

        _details.Add(detail);
    }

    private void Announce(XmlScope details)
    {
        if (int.TryParse(Digits.Normalise(details.Text("Btch/NbOfTxs") ?? string.Empty), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            _announced = (int)Math.Min(int.MaxValue, (long)count + (_announced ?? 0));
        }
    }

    private IEnumerable<StatementLine> Entry(XmlScope scope)
    {
        _entries++;
        var entry = new CamtEntry(scope, [.. _details], _announced);
        _details.Clear();
        _announced = null;
        _statement.Add(entry, scope.Place);
        if (!entry.IsBooked)
        {
            yield break;
        }

        foreach (var line in entry.Lines(_statements + 1, _entries, CamtStatement.Account(scope.Parent!)))
        {
            _statement.Count(line);
            yield return _keys.Keyed(line);
        }
    }

    private StatementSummary Statement(XmlScope scope)
    {
        var summary = _statement.Close(++_statements, scope);
        _statement = new CamtStatement();
        return summary;
    }
}
