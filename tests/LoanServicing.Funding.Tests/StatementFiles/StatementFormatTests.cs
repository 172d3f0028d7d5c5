using System.Text;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class StatementFormatTests
{
    [Theory]
    [InlineData("<?xml version=\"1.0\"?>", StatementFormat.Camt053)]
    [InlineData("\uFEFF<Document>", StatementFormat.Camt053)]
    [InlineData("\r\n <Document>", StatementFormat.Camt053)]
    [InlineData("\uFEFFتاریخ,مبلغ", StatementFormat.Csv)]
    [InlineData("", StatementFormat.Csv)]
    public async Task The_first_bytes_tell_the_format_and_are_read_again(string text, string format)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("--" + text)) { Position = 2 };

        Assert.Equal((format, 2L), (await StatementFormat.OfAsync(content), content.Position));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Utf16_is_told_too_with_and_without_its_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var xml = encoding.GetBytes(Document(Statement(Entry())));

        Assert.Equal(StatementFormat.Camt053, await StatementFormat.OfAsync(new MemoryStream([.. encoding.Preamble, .. xml])));
        Assert.Equal(StatementFormat.Csv, await StatementFormat.OfAsync(new MemoryStream([.. encoding.Preamble, .. encoding.GetBytes("تاریخ")])));
        Assert.Equal(await ReadAsync(Document(Statement(Entry()))), await ReadAsync(xml));
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_a_camt_file() =>
        Assert.Single(await LinesAsync("\uFEFF" + Document(Statement(Entry()))));

    [Fact]
    public async Task A_stream_is_left_open()
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Document(Statement(Entry()))));
        await foreach (var part in StatementReader.ReadAsync(content, Settings, default))
        {
            Assert.NotNull(part);
        }

        Assert.True(content.CanRead);
    }
}
