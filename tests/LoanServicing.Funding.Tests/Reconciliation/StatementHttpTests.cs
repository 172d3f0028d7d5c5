using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>The bank's file comes in over HTTP, whole or not at all.</summary>
public class StatementHttpTests
{
    private const string Persian = "تاریخ;بدهکار;بستانکار;شماره پیگیری;شرح\n۱۴۰۵/۰۹/۰۱;;۲٬۵۰۰;A-۱;واریز بنیاد\n۱۴۰۵/۰۹/۰۱;۷;;F-1;کارمزد\n";

    [StoreFact]
    public async Task A_persian_csv_is_read_compared_and_read_again_without_effect()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 2_500, "A-1");

        var (status, first) = await SendAsync(app, Persian);
        Assert.Equal((HttpStatusCode.Created, 2, 2, false), (status, first.GetProperty("linesTotal").GetInt32(), first.GetProperty("linesRead").GetInt32(), first.GetProperty("wasKnown").GetBoolean()));
        var id = first.GetProperty("statementId").GetGuid();
        var finance = app.Finance(1);
        var compared = await Eventually.ValueAsync(
            () => finance.GetFromJsonAsync<JsonElement>($"funding/statements/{id}"), body => body.Text("status") == "compared", "the statement is compared");
        Assert.Equal((1, 1), (compared.GetProperty("lines").GetProperty("matched").GetInt32(), compared.GetProperty("breaks").GetProperty("missing-in-books").GetInt32()));
        Assert.Equal("1405-09-01", compared.GetProperty("statements")[0].Text("toPersian"));

        var (again, second) = await SendAsync(app, Persian);
        Assert.Equal((HttpStatusCode.OK, id, true), (again, second.GetProperty("statementId").GetGuid(), second.GetProperty("wasKnown").GetBoolean()));
        Assert.Equal(2, await app.OneAsync<long>("select count(*) from statement_line"));
        await app.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("date,debit,credit\n2026-11-22,,5\n2026-11-22,,five\n", HttpStatusCode.BadRequest, "statement.amount")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><Document>&a;</Document>", HttpStatusCode.BadRequest, "statement.doctype")]
    [InlineData("", HttpStatusCode.BadRequest, "statement.no-lines")]
    public async Task An_unsound_file_is_refused_and_nothing_of_it_is_kept(string content, HttpStatusCode expected, string code)
    {
        await using var app = await FundingHttp.StartAsync();

        var (status, problem) = await SendAsync(app, content);

        Assert.Equal((expected, code), (status, problem.Text("code")));
        Assert.Equal(0, await app.OneAsync<long>("select count(*) from statement_file"));
        Assert.Empty(Directory.Exists(Path.Combine(app.Folder, "arriving")) ? Directory.GetFiles(Path.Combine(app.Folder, "arriving")) : []);
    }

    [StoreFact]
    public async Task A_file_of_another_account_or_larger_than_agreed_is_refused()
    {
        await using var app = await FundingHttp.StartAsync(new TestApplicationOptions
        {
            Settings = new() { ["Statements:LargestFile"] = "400", ["Statements:Csv:Account"] = "IR740590000000001234567890" },
        });

        var (other, problem) = await SendAsync(app, "date,debit,credit\n2026-11-22,,5\n");
        var (large, tooLarge) = await SendAsync(app, "date,debit,credit\n" + string.Concat(Enumerable.Repeat("2026-11-22,,5\n", 40)));

        Assert.Equal((HttpStatusCode.BadRequest, "statement.another-account"), (other, problem.Text("code")));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "statement.too-large"), (large, tooLarge.Text("code")));
    }

    [StoreFact]
    public async Task Who_is_not_of_finance_sends_no_statement_and_a_problem_is_persian_where_asked()
    {
        await using var app = await FundingHttp.StartAsync();
        using var content = new StringContent("x", Encoding.UTF8, "text/csv");
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Client("officer-1", Roles.Officer).PostAsync("funding/statements", content)).StatusCode);

        var persian = app.Finance(1);
        persian.DefaultRequestHeaders.Add("Accept-Language", "fa");
        using var wrong = new StringContent("foo,bar\n1,2\n", Encoding.UTF8, "text/csv");
        var problem = await (await persian.PostAsync("funding/statements", wrong)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("statement.column-missing", problem.Text("code"));
        Assert.Contains("ستون", problem.Text("title"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Finance(1).GetAsync($"funding/statements/{Guid.CreateVersion7()}")).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(TestApplication app, string file)
    {
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");
        using var answer = await app.Finance(1).PostAsync("funding/statements", content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
