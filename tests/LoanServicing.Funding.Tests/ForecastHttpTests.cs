using System.Net;
using LoanServicing.Funding.Tests.Books;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Tests;

public class ForecastHttpTests
{
    [Fact]
    public async Task A_month_is_shown_or_as_many_days_as_are_asked_for_in_digits_of_either_language()
    {
        await using var app = await BooksHttp.StartAsync();
        await app.FillAsync();

        var month = await app.ReadAsync("funding/forecast");
        var week = await app.ReadAsync("funding/forecast?days=۷");

        Assert.Equal(
            ["asOf", "asOfPersian", "through", "throughPersian", "funders", "items"], month.EnumerateObject().Select(each => each.Name));
        Assert.Equal(("2026-12-01", "2026-12-30", "2026-12-07"), (month.Text("asOf"), month.Text("through"), week.Text("through")));
        Assert.Equal((60, 14), (month.Items().Count, week.Items().Count));
        Assert.Equal(
            [
                "date", "datePersian", "funder", "openingRials", "collectionsRials", "paymentsRials", "closingRials", "closingAfterPromisesRials",
            ],
            month.Items()[0].EnumerateObject().Select(each => each.Name));
        Assert.Equal(
            ["funder", "cashRials", "promisedRials", "overdueRials", "unplannedRials"],
            month.GetProperty("funders")[1].EnumerateObject().Select(each => each.Name));
        var cash = (await app.PositionAsync()).GetProperty("funders").EnumerateArray().Select(funder => funder.Rials("cashRials"));
        Assert.Equal(cash, month.GetProperty("funders").EnumerateArray().Select(funder => funder.Rials("cashRials")));
        Assert.Equal(cash, month.Items().Take(2).Select(day => day.Rials("openingRials")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("367")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("a+week")]
    public async Task A_number_of_days_that_cannot_be_meant_names_its_field(string days)
    {
        await using var app = await BooksHttp.StartAsync();

        var (status, problem) = await app.RefusedAsync($"funding/forecast?days={days}");

        var error = problem.GetProperty("errors")[0];
        Assert.Equal((HttpStatusCode.BadRequest, "days", "number.out-of-range"), (status, error.Text("field"), error.Text("code")));
    }

    [Theory]
    [InlineData(Roles.Finance, HttpStatusCode.OK)]
    [InlineData(Roles.Auditor, HttpStatusCode.OK)]
    [InlineData(Roles.Officer, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Applicant, HttpStatusCode.Forbidden)]
    public async Task It_is_for_finance_and_auditors(string role, HttpStatusCode expected)
    {
        await using var app = await BooksHttp.StartAsync();

        using var answer = await app.Client("somebody", role).GetAsync(new Uri("funding/forecast", UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }
}
