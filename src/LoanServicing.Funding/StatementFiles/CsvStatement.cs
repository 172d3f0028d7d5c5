using System.Runtime.CompilerServices;
using CsvHelper;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// Makes lines and one summary of a CSV. A CSV has no end mark: a file that was cut just behind a line cannot be told from a whole one, so only
/// a last line without a line end is refused as cut.
/// </summary>
internal sealed class CsvStatement(StatementText text, CsvMap map)
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int LongestRow = 64 * 1024;

    private readonly LineKeys _keys = new();
    private readonly Movements _movements = new();
    private RunningBalance? _balance;
    private LocalDate? _first;
    private LocalDate? _last;

    /// <param name="head">The beginning of the file, in which the separator is found.</param>
    public async IAsyncEnumerable<StatementPart> ReadAsync(string head, [EnumeratorCancellation] CancellationToken cancel)
    {
        var account = map.Account ?? throw Refusal.NoAccountSet();
        using var csv = CsvReader.Create(text, Options(map.Separator ?? CsvColumns.Separator(head)), leaveOpen: true);
        var columns = await HeaderAsync(csv, cancel);
        _balance = columns.Has(CsvField.Balance) ? new RunningBalance() : null;
        while (await NextAsync(csv, cancel))
        {
            if (new CsvRow(csv, columns, map).Line(account, _movements.Count + 1) is { } row)
            {
                Count(row);
                yield return _keys.Keyed(row.Line);
            }
        }

        yield return Summary(account);
    }

    private static CsvReaderOptions Options(char separator) => new()
    {
        Separator = separator,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = LongestRow,
        MalformedData = CsvMalformedDataHandling.Throw,
        HasHeader = false, // read as a row, so that it is bounded and checked as one
    };

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancel)
    {
        try
        {
            if (!await csv.ReadAsync(cancel))
            {
                return false;
            }
        }
        catch (CsvFormatException cause)
        {
            throw Refusal.Row(
                new Place(Math.Max(1, cause.LineNumber)),
                $"cannot be taken apart: a quote in it is not closed or stands within a field, or it is longer than {LongestRow} bytes; save the file as CSV again",
                $"خوانده نمی‌شود: نقل‌قولی در آن بسته نشده یا میان خانه آمده، یا از {LongestRow} بایت بلندتر است؛ فایل را دوباره CSV ذخیره کنید");
        }

        RequireText(csv);
        return true;
    }

    // Zero bytes, and U+FFFE and U+FFFF: the latter stands for bytes that the encoding does not know.
    private static void RequireText(CsvReader csv)
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (csv.GetString(i).AsSpan().ContainsAny('\0', '\uFFFE', StatementFormat.NoText))
            {
                throw Refusal.NotText(new Place(csv.LineNumber));
            }
        }
    }

    private async Task<CsvColumns> HeaderAsync(CsvReader csv, CancellationToken cancel)
    {
        if (!await NextAsync(csv, cancel))
        {
            throw Refusal.Empty();
        }

        if (csv.FieldCount > CsvColumns.Most)
        {
            throw Refusal.TooManyColumns(CsvColumns.Most);
        }

        return CsvColumns.Of([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)], map);
    }

    private void Count((StatementLine Line, Rials? Balance) row)
    {
        var (line, balance) = row;
        var place = new Place(line.TextLine);
        _movements.Add(line.IsCredit, line.Amount, place);
        if (_balance is not null)
        {
            _balance.Add(line.IsCredit ? line.Amount : -line.Amount, balance!.Value, place);
        }

        _first = _first is { } first && first <= line.BookingDate ? first : line.BookingDate;
        _last = _last is { } last && last >= line.BookingDate ? last : line.BookingDate;
    }

    private StatementSummary Summary(string account)
    {
        if (_movements.Count == 0)
        {
            throw Refusal.NoLines();
        }

        if (!text.EndsWithLine)
        {
            throw Refusal.LastLineOpen(text.End);
        }

        return new StatementSummary(1, BankId: null, account, _first, _last, _balance?.Opening, _balance?.Closing, _movements.Count);
    }
}
