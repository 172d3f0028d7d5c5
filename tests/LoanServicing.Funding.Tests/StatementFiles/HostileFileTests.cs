using System.Text;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class HostileFileTests
{
    [Theory]
    [InlineData("<!DOCTYPE Document [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>")]
    [InlineData("<!DOCTYPE Document SYSTEM \"file:///etc/passwd\">")]
    public async Task A_document_type_is_refused_before_anything_of_it_is_read(string type)
    {
        var refusal = await RefusalAsync("<?xml version=\"1.0\"?>\n" + type + Document(Statement(Entry()))[38..]);

        Assert.Equal("statement.doctype", refusal.Code);
        Assert.Contains("line 2, column 1", refusal.Text.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&undeclared;")]
    [InlineData("&#0;")]
    [InlineData("\0")]
    [InlineData("\uFFFF")]
    [InlineData("<Amt>")]
    public async Task What_is_not_well_formed_is_refused(string text) =>
        Assert.Equal("statement.not-xml", (await RefusalAsync(Document(Statement(Entry(more: $"<AddtlNtryInf>{text}</AddtlNtryInf>"))))).Code);

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused_with_their_place()
    {
        var content = Encoding.UTF8.GetBytes(Document(Statement("\n" + Entry(more: "<AddtlNtryInf>~</AddtlNtryInf>"))));
        content[Array.IndexOf(content, (byte)'~')] = 0xC3;

        var refusal = await RefusalAsync(content);

        Assert.Equal("statement.not-xml", refusal.Code);
        Assert.Contains("line 2", refusal.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_encoding_is_refused_by_name()
    {
        var refusal = await RefusalAsync(Document(Statement(Entry())).Replace("UTF-8", "windows-1256", StringComparison.Ordinal));

        Assert.Equal("statement.encoding", refusal.Code);
        Assert.Contains("windows-1256", refusal.Text.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Utf16_is_read_by_its_mark(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] content = [.. encoding.Preamble, .. encoding.GetBytes(Document(Statement(Entry(more: "<AddtlNtryInf>قسط</AddtlNtryInf>"))))];

        Assert.Equal("قسط", (await ReadAsync(content)).OfType<StatementLine>().Single().Narrative);
    }

    [Fact]
    public async Task Sixty_four_levels_are_read_and_one_more_is_refused()
    {
        const int Above = 4; // Document, BkToCstmrStmt, Stmt, Ntry

        Assert.Single(await LinesAsync(Document(Statement(Entry(more: Nested(CamtScopes.MostLevels - Above))))));
        Assert.Equal("statement.too-deep", (await RefusalAsync(Document(Statement(Entry(more: Nested(CamtScopes.MostLevels - Above + 1)))))).Code);
    }

    [Fact]
    public async Task A_text_of_the_longest_run_is_read_and_one_character_more_is_refused()
    {
        const string Start = "<AddtlNtryInf>";

        Assert.Equal(500, (await LineAsync(Entry(more: Start + new string('x', StatementText.LongestRun - Start.Length) + "</AddtlNtryInf>"))).Narrative!.Length);
        Assert.Equal(
            "statement.too-large",
            (await RefusalAsync(Document(Statement(Entry(more: Start + new string('x', StatementText.LongestRun - Start.Length + 1) + "</AddtlNtryInf>"))))).Code);
    }

    [Theory]
    [InlineData("<AddtlNtryInf><![CDATA[", "<a>]] >")]
    [InlineData("<AddtlNtryInf a='", "x")]
    [InlineData("<Sp", "x")]
    [InlineData("<!--", "x")]
    public async Task An_endless_piece_of_markup_is_refused_before_it_is_held(string start, string filling)
    {
        var content = new EndlessStream(Document(Statement(Entry(more: start))).Split("</Ntry>")[0], filling);

        var refusal = await Assert.ThrowsAsync<StatementRefusedException>(async () =>
        {
            await foreach (var part in StatementReader.ReadAsync(content, Settings, default))
            {
                Assert.NotNull(part);
            }
        });

        Assert.Equal("statement.too-large", refusal.Code);
        Assert.InRange(content.Given, 0, 4 * StatementText.LongestRun);
    }

    [Fact]
    public async Task A_cdata_section_is_read_as_the_text_it_is() =>
        Assert.Equal("a<b>]]c", (await LineAsync(Entry(more: "<AddtlNtryInf><![CDATA[a<b>]]]]><![CDATA[c]]></AddtlNtryInf>"))).Narrative);

    [Fact]
    public async Task Names_made_up_without_end_are_refused()
    {
        var names = string.Concat(Enumerable.Range(0, BoundedNames.Most + 1).Select(i => $"<n{i}/>"));

        Assert.Equal("statement.too-large", (await RefusalAsync(Document(Statement(Entry(more: names))))).Code);
    }

    [Fact]
    public async Task A_batch_of_more_transactions_than_are_held_is_refused()
    {
        var most = string.Concat(Enumerable.Repeat($"<TxDtls>{Rials(1)}</TxDtls>", CamtEntry.MostDetails));

        Assert.Equal(CamtEntry.MostDetails, (await LinesAsync(Document(Statement(Entry($"{CamtEntry.MostDetails}", more: $"<NtryDtls>{most}</NtryDtls>"))))).Count);
        Assert.Equal("statement.too-large", (await RefusalAsync(Document(Statement(Entry(more: $"<NtryDtls>{most}<TxDtls/></NtryDtls>"))))).Code);
    }

    [Fact]
    public async Task A_file_of_the_largest_size_is_read_and_one_byte_more_is_refused()
    {
        var content = Encoding.UTF8.GetBytes(Document(Statement(Entry())));

        Assert.Equal(2, (await ReadAsync(content, Settings with { LargestFile = content.Length })).Count);
        Assert.Equal("statement.too-large", (await RefusalAsync(content, Settings with { LargestFile = content.Length - 1 })).Code);
    }

    [Theory]
    [InlineData("PK\u0003\u0004xl/workbook.xml", "statement.unknown-format")]
    [InlineData("%PDF-1.7", "statement.unknown-format")]
    [InlineData("<html><body/></html>", "statement.unknown-format")]
    [InlineData("<Document><FIToFICstmrCdtTrf/></Document>", "statement.unknown-format")]
    [InlineData("<Document><BkToCstmrStmt/></Document>", "statement.no-lines")]
    [InlineData("", "statement.no-lines")]
    public async Task What_is_no_statement_is_refused(string content, string code) => Assert.Equal(code, (await RefusalAsync(content)).Code);

    private static string Nested(int levels) =>
        "<SplmtryData>" + string.Concat(Enumerable.Repeat("<x>", levels - 1)) + string.Concat(Enumerable.Repeat("</x>", levels - 1)) + "</SplmtryData>";
}
