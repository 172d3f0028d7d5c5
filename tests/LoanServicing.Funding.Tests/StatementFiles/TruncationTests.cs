using System.Text;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class TruncationTests
{
    [Fact]
    public async Task A_camt_file_cut_at_any_byte_is_refused_and_most_of_the_time_called_cut()
    {
        var whole = Encoding.UTF8.GetBytes(Document(
            Statement(Balance("OPBD", 0) + Balance("CLBD", 1_003) + Entry(more: "<AddtlNtryInf>قسط &amp; <![CDATA[<آذر>]]></AddtlNtryInf>\n") + Entry("3", more: Details(Rials(1), Rials(2))))
            + Statement("<!-- none -->", id: "S2")));
        var codes = new List<string>();
        for (var length = 0; length < whole.Length; length++)
        {
            codes.Add((await RefusalAsync(whole[..length])).Code);
        }

        Assert.Equal(3, (await ReadAsync(whole)).OfType<StatementLine>().Count());
        Assert.Subset(new HashSet<string> { "statement.truncated", "statement.not-xml", "statement.no-lines" }, codes.ToHashSet());
        Assert.Equal("statement.no-lines", Assert.Single(codes, code => code == "statement.no-lines")); // the empty file
        Assert.True(codes.Count(code => code == "statement.truncated") > codes.Count * 9 / 10, string.Join(' ', codes.CountBy(code => code)));
    }

    [Theory]
    [InlineData("Date,Amount,Reference\n2026-11-22,1000,R1\n2026-11-23,-250,R2\n2026-11-24,\"3,000\",\"a\nb\"\n")]
    [InlineData("تاریخ;بدهکار;بستانکار;مانده\r\n1405/09/01;;1000;1000\r\n1405/09/02;250;;750\r\n1405/09/03;;3000;3750\r\n")]
    public async Task A_csv_cut_at_any_byte_is_refused_unless_it_is_cut_behind_a_line(string text)
    {
        var whole = Encoding.UTF8.GetBytes(text);
        var lines = (await ReadAsync(whole)).OfType<StatementLine>().ToList();
        for (var length = 0; length < whole.Length; length++)
        {
            List<StatementPart> parts;
            try
            {
                parts = await ReadAsync(whole[..length]);
            }
            catch (StatementRefusedException refusal)
            {
                Assert.StartsWith("statement.", refusal.Code, StringComparison.Ordinal);
                continue;
            }

            Assert.Contains(whole[length - 1], "\r\n"u8.ToArray());
            Assert.Equal(lines.Take(parts.Count - 1), parts.OfType<StatementLine>());
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public async Task Where_a_file_breaks_off_is_told_by_line_and_column(string lineEnd)
    {
        var refusal = await RefusalAsync($"<?xml version=\"1.0\"?>{lineEnd}<Document>{lineEnd} <BkToCst");

        Assert.Equal("statement.truncated", refusal.Code);
        Assert.Contains("line 3, column 10", refusal.Text.En, StringComparison.Ordinal);
    }
}
