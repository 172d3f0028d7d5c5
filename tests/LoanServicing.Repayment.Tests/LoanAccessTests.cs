using System.Text.Json;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.Tests;

/// <summary>Whose roles read which loans.</summary>
public sealed class LoanAccessTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [Theory]
    [InlineData("offline_access")]
    [InlineData(Roles.Bank)]
    [InlineData(Roles.Cashier)]
    [InlineData(Roles.Operator)]
    public async Task An_applicant_with_another_role_that_reads_no_loans_sees_their_own_only(string role)
    {
        var national = role switch { Roles.Bank => "1234567891", Roles.Cashier => "0084575948", Roles.Operator => "4311402422", _ => "0013542419" };
        var own = await host.OpenAsync(Facts.Disbursed(nationalId: national));
        var other = await host.OpenAsync();
        var applicant = host.App.Client(national, [Roles.Applicant, role]);

        Assert.Equal(200, (await host.GetAsync($"loans/{own.LoanId}", applicant)).Status);
        foreach (var part in new[] { "", "/schedule", "/receipts", "/arrears" })
        {
            Assert.Equal(404, (await host.GetAsync($"loans/{other}{part}", applicant)).Status);
        }

        Assert.Equal([own.LoanId], Ids((await host.GetAsync("loans", applicant)).Body));
    }

    [Theory]
    [InlineData(Roles.Officer, 200)]
    [InlineData(Roles.Supervisor, 200)]
    [InlineData(Roles.Auditor, 200)]
    [InlineData(Roles.Cashier, 403)]
    [InlineData(Roles.Bank, 403)]
    [InlineData(Roles.Finance, 403)]
    [InlineData(Roles.Operator, 403)]
    [InlineData("offline_access", 403)]
    public async Task Loans_are_read_by_the_roles_of_the_contract(string role, int status)
    {
        var client = host.App.Client("somebody", role);

        Assert.Equal(status, (await host.GetAsync($"loans/{await host.OpenAsync()}", client)).Status);
        Assert.Equal(status, (await host.GetAsync("loans?limit=1", client)).Status);
    }

    [Fact]
    public async Task An_applicant_is_known_whatever_digits_the_token_is_written_with()
    {
        const string national = "0067749828";
        var own = await host.OpenAsync(Facts.Disbursed(nationalId: national));
        var applicant = host.App.Client("۰۰۶۷۷۴۹۸۲۸", Roles.Applicant);

        Assert.Equal(200, (await host.GetAsync($"loans/{own.LoanId}", applicant)).Status);
        Assert.Equal([own.LoanId], Ids((await host.GetAsync("loans", applicant)).Body));
    }

    private static List<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(loan => loan.GetProperty("loanId").GetGuid())];
}
