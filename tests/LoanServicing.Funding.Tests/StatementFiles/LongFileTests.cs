using System.Globalization;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

/// <summary>Alone while it runs: memory is the process's, and other tests hold some of it.</summary>
[CollectionDefinition(nameof(LongFileTests), DisableParallelization = true)]
public class LongFileTestsAlone;

/// <summary>A hundred thousand lines, made while they are read, so that what grows is the reader's.</summary>
[Collection(nameof(LongFileTests))]
public class LongFileTests
{
    private const int Lines = 100_000;
    private const int Early = 10_000;

    /// <summary>In bytes, for the lines between: what is remembered for the keys is 28 to 60 bytes for each, the rest is room for the runtime.</summary>
    private const long Allowance = 8L << 20;

    [Fact]
    public async Task A_hundred_thousand_entries_of_a_camt_file_are_read_in_bounded_memory()
    {
        var start = Document(Statement(Balance("OPBD", 0) + Balance("CLBD", Sum(Lines)))).Split("</Stmt>")[0];
        await ReadAllAsync(new EndlessStream(start, i => i switch
        {
            < Lines => Entry(Amount(i), day: Day(i), reference: $"R{i}", more: Details($"<Refs><EndToEndId>E{i}</EndToEndId></Refs>")),
            Lines => "</Stmt></BkToCstmrStmt></Document>",
            _ => null,
        }));
    }

    [Fact]
    public async Task A_hundred_thousand_rows_of_a_csv_are_read_in_bounded_memory()
    {
        await ReadAllAsync(new EndlessStream("Date,Credit,Debit,Balance,Reference,Narrative\n", i =>
            i < Lines ? $"{Day(i)},{Amount(i)},,{Sum(i + 1)},R{i},instalment {i}\n" : null));
    }

    private static async Task ReadAllAsync(Stream content)
    {
        long count = 0, sum = 0, early = 0, late = 0;
        StatementSummary? summary = null;
        await foreach (var part in StatementReader.ReadAsync(content, Settings, default))
        {
            summary = part as StatementSummary;
            if (part is StatementLine line)
            {
                count++;
                sum += line.Amount.Value;
                early = count == Early ? GC.GetTotalMemory(forceFullCollection: true) : early;
                late = count == Lines ? GC.GetTotalMemory(forceFullCollection: true) : late;
            }
        }

        Assert.Equal((Lines, Sum(Lines)), (count, sum));
        Assert.Equal((Lines, Sum(Lines)), (summary!.Lines, summary.Closing!.Value.Value));
        Assert.InRange(late - early, long.MinValue, Allowance);
    }

    private static string Amount(int i) => (i + 1).ToString(CultureInfo.InvariantCulture);

    private static string Day(int i) => $"2026-{1 + (i / 10_000):00}-{1 + (i % 10_000 / 500):00}";

    private static long Sum(int lines) => (long)lines * (lines + 1) / 2;
}
