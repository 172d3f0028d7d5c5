using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

public class ReceiptRefusalTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    public static TheoryData<string, string> Bad => new()
    {
        { """{"amountRials":0}""", "amountRials amount.out-of-range" },
        { """{"amountRials":-1}""", "amountRials amount.out-of-range" },
        { """{"amountRials":9007199254740993}""", "amountRials amount.out-of-range" },
        { """{"amountRials":1.0}""", "amountRials integer.expected" },
        { """{"amountRials":1E3}""", "amountRials integer.expected" },
        { """{"amountRials":"5000"}""", "amountRials integer.expected" },
        { """{"amountRials":true}""", "amountRials integer.expected" },
        { """{"amountRials":null}""", "amountRials field.required" },
        { """{"bankReference":null}""", "bankReference field.required" },
        { """{"bankReference":"  "}""", "bankReference field.required" },
        { """{"bankReference":5}""", "bankReference text.expected" },
        { """{"bankReference":"12345678901234567890123456789012345678901234567890123456789012345"}""", "bankReference text.too-long" },
        { """{"bankReference":"NO\u200CRM-1"}""", "bankReference text.control-character" },
        { """{"bankReference":"NORM-1\u202E"}""", "bankReference text.control-character" },
        { """{"channel":null}""", "channel field.required" },
        { """{"channel":["paya"]}""", "channel text.expected" },
        { """{"valueDate":null}""", "valueDate field.required" },
        { """{"valueDate":"1405-08-01x"}""", "valueDate date.invalid" },
        { """{"valueDate":"2026-02-30"}""", "valueDate date.invalid" },
        { """{"valueDate":"2028-09-22"}""", "valueDate value-date.after-business-date" },
        { """{"valueDate":"2026-09-21"}""", "valueDate value-date.before-paying-out" },
    };

    [StoreTheory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_field_is_refused_by_name_and_nothing_is_posted(string change, string expected)
    {
        var loanId = await host.OpenAsync();
        var body = Facts.Receipt(5_000, "1405-08-01");
        foreach (var field in JsonSerializer.Deserialize<JsonElement>(change).EnumerateObject())
        {
            body[field.Name] = field.Value;
        }

        var (status, problem) = await host.PayAsync(loanId, body);

        Assert.Equal(400, status);
        Assert.Equal([expected], problem.Errors());
        var (_, receipts) = await host.GetAsync($"loans/{loanId}/receipts");
        Assert.Empty(receipts.GetProperty("items").EnumerateArray());
    }

    [StoreFact]
    public async Task The_day_of_paying_out_and_the_business_date_are_the_first_and_last_value_dates()
    {
        var loanId = await host.OpenAsync();

        Assert.Equal(201, (await host.PayAsync(loanId, 1, "1405-06-31")).Status);
        Assert.Equal(201, (await host.PayAsync(loanId, 1, "1407-06-31")).Status);
    }

    [StoreFact]
    public async Task Every_error_of_a_body_is_told_at_once()
    {
        var (status, problem) = await host.PayAsync(await host.OpenAsync(), new { amountRials = "1" });

        Assert.Equal(400, status);
        Assert.Equal(["amountRials integer.expected", "bankReference field.required", "valueDate field.required", "channel field.required"], problem.Errors());
    }

    [StoreFact]
    public async Task A_receipt_without_a_key_is_refused()
    {
        var path = $"loans/{await host.OpenAsync()}/receipts";

        var (status, problem) = await RepaymentHost.SendAsync(host.Cashier, path, Facts.Receipt(1, "1405-08-01"), key: null);

        Assert.Equal((400, "idempotency-key.required"), (status, problem.Text("code")));
    }

    [StoreTheory]
    [InlineData("0198a000-0000-7000-8000-000000000000")]
    [InlineData("1000001")]
    [InlineData("x")]
    public async Task A_loan_that_is_not_there_is_not_found(string id)
    {
        var (status, _) = await RepaymentHost.SendAsync(host.Cashier, $"loans/{id}/receipts", Facts.Receipt(1, "1405-08-01"), "key-" + id);

        Assert.Equal(404, status);
        Assert.Equal(404, (await host.GetAsync($"loans/{id}")).Status);
    }

    [StoreFact]
    public async Task Nobody_posts_a_receipt_of_their_own_loan()
    {
        var (status, problem) = await host.PayAsync(await host.OpenAsync(), Facts.Receipt(1, "1405-08-01"), client: host.App.Client("۰۴۹۹۳۷۰۸۹۹", Roles.Cashier));

        Assert.Equal((403, "loan.own"), (status, problem.Text("code")));
    }

    [StoreTheory]
    [InlineData(Roles.Applicant, 403)]
    [InlineData(Roles.Officer, 403)]
    [InlineData(Roles.Supervisor, 403)]
    [InlineData(Roles.Finance, 403)]
    [InlineData(Roles.Auditor, 403)]
    [InlineData(Roles.Cashier, 201)]
    [InlineData(Roles.Bank, 201)]
    public async Task Only_cashiers_and_the_bank_post_receipts(string role, int expected)
    {
        var (status, _) = await host.PayAsync(await host.OpenAsync(), Facts.Receipt(1, "1405-08-01"), client: host.App.Client("someone-1", role));

        Assert.Equal(expected, status);
    }

    [StoreTheory]
    [InlineData(1, Roles.Cashier)]
    [InlineData(1, Roles.Cashier, Roles.Bank)]
    [InlineData(0, Roles.Bank)]
    [InlineData(0, Roles.Bank, Roles.Applicant)]
    public async Task A_receipt_of_a_person_is_recorded_and_only_the_banks_own_is_not(int entries, params string[] roles)
    {
        var loanId = await host.OpenAsync();

        var (status, _) = await host.PayAsync(loanId, Facts.Receipt(1, "1405-08-01"), client: host.App.Client("teller-1", roles));

        Assert.Equal(201, status);
        Assert.Equal(entries, await host.Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<long>(
            connection, "select count(*) from audit where action = 'receipt.posted' and subject_id = @id", new { id = loanId.ToString() })));
    }

    [StoreFact]
    public async Task A_cashier_of_another_county_is_refused_and_so_is_nobody()
    {
        var loanId = await host.OpenAsync();
        var elsewhere = host.App.Client("cashier-2", [Roles.Cashier], ["Bam"]);

        var (status, problem) = await host.PayAsync(loanId, Facts.Receipt(1, "1405-08-01"), client: elsewhere);

        Assert.Equal((403, "auth.outside-counties"), (status, problem.Text("code")));
        Assert.Equal(401, (await host.PayAsync(loanId, Facts.Receipt(1, "1405-08-01"), client: host.App.Anonymous())).Status);
    }
}
