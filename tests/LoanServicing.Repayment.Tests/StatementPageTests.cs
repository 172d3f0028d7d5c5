using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The pages that a borrower prints: whole by themselves, well-formed, in the borrower's language, and safe whatever anybody is called.</summary>
public class StatementPageTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const string Hostile = "<script>alert('x')</script> \"&\" زهرا ]]> <!--";

    [StoreFact]
    public async Task A_statement_is_a_page_in_Persian_from_right_to_left_unless_English_is_preferred()
    {
        var loanId = await PaidAsync("زهرا کرمانی");

        var persian = await PageAsync($"loans/{loanId}/statement");
        var english = await PageAsync($"loans/{loanId}/statement", "en-GB, fa;q=0.5");

        Assert.Equal(("fa", "rtl"), (persian.Html.Attribute("lang")!.Value, persian.Html.Attribute("dir")!.Value));
        Assert.Equal(("en", "ltr"), (english.Html.Attribute("lang")!.Value, english.Html.Attribute("dir")!.Value));
        var text = persian.Html.Element("body")!.Value;
        Assert.Contains("۱۲٬۰۰۰٬۰۰۰ ریال (۱٬۲۰۰٬۰۰۰ تومان)", text, StringComparison.Ordinal);
        Assert.Contains("۱۴۰۵/۰۷/۳۰", text, StringComparison.Ordinal);
        Assert.Contains("زهرا کرمانی", text, StringComparison.Ordinal);
        Assert.Contains("۰۴۹۹۳۷۰۸۹۹", text, StringComparison.Ordinal);
        Assert.Contains("12,000,000 rials (1,200,000 toman)", english.Html.Value, StringComparison.Ordinal);
        Assert.Contains("2026-10-22 (1405-07-30)", english.Html.Value, StringComparison.Ordinal);
        Assert.Contains("1,248,000.5 toman", english.Html.Value, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Every_column_and_row_of_the_table_has_a_header_that_a_screen_reader_finds()
    {
        var page = await PageAsync($"loans/{await PaidAsync("زهرا کرمانی")}/statement");

        var table = page.Html.Descendants("table").Single();
        var columns = table.Element("thead")!.Element("tr")!.Elements().ToList();
        Assert.Equal(10, columns.Count);
        Assert.All(columns, cell => Assert.Equal(("th", "col"), (cell.Name.LocalName, cell.Attribute("scope")!.Value)));
        var rows = table.Elements().Where(part => part.Name.LocalName is "tbody" or "tfoot").Elements("tr").ToList();
        Assert.All(rows, row => Assert.Equal("row", row.Elements().First().Attribute("scope")?.Value));
        Assert.All(rows, row => Assert.Equal(10, row.Elements().Sum(cell => (int?)cell.Attribute("colspan") ?? 1)));
        Assert.NotEmpty(table.Element("caption")!.Value);
        Assert.NotEmpty(page.Html.Element("head")!.Element("title")!.Value);
    }

    [StoreFact]
    public async Task What_somebody_is_called_stays_text()
    {
        var loanId = await PaidAsync(Hostile);

        foreach (var path in new[] { $"loans/{loanId}/statement", $"loans/{loanId}/settlement-letter" })
        {
            var page = await PageAsync(path);
            Assert.Contains(page.Html.Descendants("bdi"), name => name.Value == Hostile);
            Assert.Empty(page.Html.Descendants("script"));
            Assert.DoesNotContain("<script", page.Source, StringComparison.OrdinalIgnoreCase);
        }
    }

    [StoreFact]
    public async Task A_receipt_that_was_taken_back_is_struck_through_and_totals_name_what_has_no_column()
    {
        var loanId = await PaidAsync("زهرا کرمانی");
        var (_, bounced) = await host.PayAsync(loanId, 7, "1405-08-30");
        await host.DecideAsync($"receipts/{bounced.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "the cheque bounced" });

        var page = await PageAsync($"loans/{loanId}/statement", "en");

        var struck = page.Html.Descendants("s").Single().Parent!.Value;
        Assert.Contains($"No. {bounced.Text("receiptNumber")}", struck, StringComparison.Ordinal);
        Assert.Contains("taken back on 2028-09-21 (1407-06-31)", struck, StringComparison.Ordinal);
        Assert.Contains("credit 5 rials (0.5 toman)", page.Html.Descendants("tfoot").Single().Value, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_page_runs_nothing_fetches_nothing_and_is_kept_nowhere()
    {
        var loanId = await PaidAsync("زهرا کرمانی");

        foreach (var path in new[] { $"loans/{loanId}/statement", $"loans/{loanId}/settlement-letter" })
        {
            var page = await PageAsync(path);
            var style = page.Html.Element("head")!.Element("style")!.Value;
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
            Assert.Equal(
                $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                page.Headers.GetValues("Content-Security-Policy").Single());
            Assert.True(page.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("@page{size:A4", style, StringComparison.Ordinal);
            Assert.DoesNotContain(page.Html.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
            Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        }
    }

    [StoreFact]
    public async Task A_letter_says_that_nothing_is_owed_and_what_is_owed_back()
    {
        var letter = await PageAsync($"loans/{await PaidAsync("زهرا کرمانی")}/settlement-letter");
        var english = await PageAsync($"loans/{await PaidAsync("زهرا کرمانی")}/settlement-letter", "en");

        var rows = letter.Html.Descendants("tr").ToDictionary(row => row.Element("th")!.Value, row => row.Element("td")!.Value);
        Assert.Equal(("K-1405-1", "۱۴۰۵/۰۷/۳۰", "۵ ریال (۰٫۵ تومان)"), (rows["شمارهٔ قرارداد"], rows["تاریخ تسویه"], rows["بستانکاری شما"]));
        Assert.Contains("هیچ بدهی", letter.Html.Value, StringComparison.Ordinal);
        Assert.Contains("neither principal nor fee nor charge for lateness is owed", english.Html.Value, StringComparison.Ordinal);
    }

    [StoreTheory]
    [InlineData("statement", null, "application/json")]
    [InlineData("statement", "application/xml", "application/json")]
    [InlineData("statement", "text/csv", "text/csv")]
    [InlineData("statement", "text/html, text/csv;q=0.9, */*;q=0.8", "text/html")]
    [InlineData("statement", "text/html;q=0.5, text/csv", "text/csv")]
    [InlineData("settlement-letter", null, "application/json")]
    [InlineData("settlement-letter", "text/csv", "application/json")]
    [InlineData("settlement-letter", "text/html,application/xhtml+xml", "text/html")]
    public async Task The_form_is_the_one_that_the_caller_ranks_highest(string part, string? accept, string form)
    {
        using var answer = await SendAsync($"loans/{await PaidAsync("زهرا کرمانی")}/{part}", accept, null);

        Assert.Equal((200, form), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [StoreFact]
    public async Task As_CSV_each_movement_is_a_row()
    {
        using var answer = await SendAsync($"loans/{await PaidAsync("زهرا کرمانی")}/statement", "text/csv", null);

        var rows = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("date,datePersian,kind,change.receivedRials,", rows[0], StringComparison.Ordinal);
        Assert.Equal(["paidOut", "feeDue", "receipt"], rows[1..].Select(row => row.Split(',')[2]));
    }

    /// <summary>Settled by one receipt of five rials too much.</summary>
    private async Task<Guid> PaidAsync(string fullName)
    {
        var plain = Facts.Disbursed();
        var loan = await host.OpenAsync(plain with { Borrower = plain.Borrower with { FullName = fullName } });
        await host.PayAsync(loan.LoanId, 12_480_005, "1405-07-30");
        return loan.LoanId;
    }

    private async Task<(XElement Html, string Source, HttpResponseHeaders Headers)> PageAsync(string path, string? language = null)
    {
        using var answer = await SendAsync(path, "text/html", language);
        var source = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200, source);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("<!DOCTYPE html>", source, StringComparison.Ordinal);
        return (XDocument.Parse(source).Root!, source, answer.Headers);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? accept, string? language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        if (language is not null)
        {
            request.Headers.Add("Accept-Language", language);
        }

        return await host.Officer.SendAsync(request);
    }
}
