using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Intake.Tests;

public class SubmissionTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [StoreFact]
    public async Task An_application_is_answered_with_its_id_and_a_tracking_code_and_told_to_the_rules()
    {
        var nationalId = Bodies.NewNationalId();
        var body = Bodies.Application(nationalId).With("externalRef", "K1405-" + nationalId);

        var answer = await host.Officer.SendAsync("applications", body);

        var accepted = await answer.ReadAsync(HttpStatusCode.Created);
        var id = accepted.GetProperty("applicationId").GetGuid();
        Assert.Equal($"/api/v1/applications/{id}", answer.Headers.Location!.ToString());
        Assert.Equal("Submitted", accepted.Text("status"));
        Assert.True(TrackingCode.TryParse(accepted.Text("trackingCode"), out _));
        var told = (await host.HeardAsync<ApplicationSubmitted>(id)).Single();
        Assert.Equal(
            (1, 1, nationalId, "employment", new Rials(380_000_000), 24, true, "none", (string?)null),
            (told.Revision, told.SubmissionNumber, told.NationalId, told.Tranche, told.Amount, told.Installments, told.Rural, told.PriorSupport,
                told.MedicalReferral));
        Assert.Equal(new LocalDate(1991, 6, 29), told.BirthDate);
        Assert.Equal((IntakeHost.Today, 1L), (told.Header.BusinessDate, told.Header.Sequence));
        Assert.Empty(told.Predecessors);
    }

    [StoreFact]
    public async Task Persian_and_Arabic_digits_spaces_and_prefixes_are_normalised()
    {
        var nationalId = Bodies.NewNationalId();
        var persian = string.Concat(nationalId.Select(c => (char)('\u06F0' + (c - '0'))));
        var id = await host.SubmitAsync(Bodies.Application(persian)
            .With("birthDate", "۱۳۷۰-۰۴-۰۸").With("mobile", "٠٩١٢٢٠٠٢٥٨٠").With("postalCode", "۱۶۱۹۷-۳۵۷۴۴")
            .With("iban", "ir04 0590 0000 0000 0000 0000 01"));

        var view = await host.GetAsync(id);
        var applicant = view.GetProperty("applicant");
        Assert.Equal(nationalId, applicant.Text("nationalId"));
        Assert.Equal("1370-04-08", applicant.Text("birthDatePersian"));
        Assert.Equal("+989122002580", applicant.Text("mobile"));
        Assert.Equal("1619735744", applicant.Text("postalCode"));
        Assert.Empty(view.GetProperty("flags").EnumerateArray());
    }

    [StoreTheory]
    [InlineData("7612345678")]
    [InlineData("12345")]
    public async Task An_odd_postal_code_is_stored_and_flagged(string postalCode)
    {
        var view = await host.GetAsync(await host.SubmitAsync(Bodies.Application().With("postalCode", postalCode)));

        Assert.Equal(postalCode, view.GetProperty("applicant").Text("postalCode"));
        Assert.Equal("postal-code", view.GetProperty("flags")[0].GetString());
    }

    [StoreTheory]
    [InlineData("IR062960000000100324200001", "iban-bank")] // bank 296 is unknown; the vector of domain.md section 4.3
    [InlineData("IR820540102680020817909002", null)]
    public async Task An_account_at_an_unknown_bank_is_accepted_and_flagged(string iban, string? flag)
    {
        var view = await host.GetAsync(await host.SubmitAsync(Bodies.Application().With("iban", iban)));

        Assert.Equal(flag, view.GetProperty("flags").EnumerateArray().SingleOrDefault() is { ValueKind: JsonValueKind.String } one ? one.GetString() : null);
    }

    [StoreFact]
    public async Task An_external_reference_seen_before_gets_the_first_answer_and_with_another_body_a_refusal()
    {
        var body = Bodies.Application().With("externalRef", "K1405-A");
        var first = await (await host.Officer.SendAsync("applications", body)).ReadAsync(HttpStatusCode.Created);

        var again = await (await host.Officer.SendAsync("applications", body)).ReadAsync(HttpStatusCode.OK);
        var other = await host.Officer.SendAsync("applications", body.With("amountRials", 380_000_001));

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal("application.external-ref-reused", await other.CodeAsync(HttpStatusCode.UnprocessableEntity));
        Assert.Equal(1, await host.CountAsync("select count(*) from application where external_ref = @reference", new { reference = "K1405-A" }));
    }

    [StoreFact]
    public async Task The_first_answer_stays_the_first_when_the_application_has_gone_on()
    {
        var body = Bodies.Application().With("externalRef", "K1405-B");
        var first = await (await host.Officer.SendAsync("applications", body)).ReadAsync(HttpStatusCode.Created);
        await host.TellAsync(Facts.Assessed(first.GetProperty("applicationId").GetGuid()));

        var again = await (await host.Officer.SendAsync("applications", body)).ReadAsync(HttpStatusCode.OK);

        Assert.Equal(first.ToString(), again.ToString());
    }

    [StoreFact]
    public async Task An_idempotency_key_gets_the_first_answer_and_with_another_body_a_refusal()
    {
        var body = Bodies.Application();
        var first = await (await host.Officer.SendAsync("applications", body, "key-1")).ReadAsync(HttpStatusCode.Created);

        var again = await host.Officer.SendAsync("applications", body, "key-1");
        var other = await host.Officer.SendAsync("applications", body.With("jobs", 2), "key-1");

        Assert.Equal(first.ToString(), (await again.ReadAsync(HttpStatusCode.Created)).ToString());
        Assert.Equal("idempotency-key.reused", await other.CodeAsync(HttpStatusCode.UnprocessableEntity));
    }

    [StoreFact]
    public async Task The_earlier_open_applications_of_the_person_and_tranche_are_named_and_the_closed_ones_not()
    {
        var nationalId = Bodies.NewNationalId();
        var first = await host.SubmitAsync(Bodies.Application(nationalId));
        var second = await host.SubmitAsync(Bodies.Application(nationalId));
        var health = await host.SubmitAsync(Bodies.Application(nationalId).With("tranche", "health"));
        await host.DoAsync(first, "withdrawal", new { reason = "changed my mind" });
        var third = await host.SubmitAsync(Bodies.Application(nationalId));

        Assert.Equal([new Predecessor(first, 1)], (await host.HeardAsync<ApplicationSubmitted>(second))[0].Predecessors);
        Assert.Empty((await host.HeardAsync<ApplicationSubmitted>(health))[0].Predecessors);
        var told = (await host.HeardAsync<ApplicationSubmitted>(third))[0];
        Assert.Equal((3, new Predecessor(second, 1)), (told.SubmissionNumber, told.Predecessors.Single()));
    }

    [StoreFact]
    public async Task Two_submissions_at_once_are_numbered_one_after_the_other()
    {
        var nationalId = Bodies.NewNationalId();

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.SubmitAsync(Bodies.Application(nationalId))));

        var told = new List<ApplicationSubmitted>();
        foreach (var id in ids)
        {
            told.Add((await host.HeardAsync<ApplicationSubmitted>(id)).Single());
        }

        Assert.Equal(Enumerable.Range(1, 8), told.Select(fact => fact.SubmissionNumber).Order());
        Assert.All(told, fact => Assert.Equal(fact.SubmissionNumber - 1, fact.Predecessors.Count));
    }

    [StoreFact]
    public async Task Every_row_of_the_programmes_file_is_accepted_or_refused_as_expected()
    {
        var expected = SampleFile.ExpectedOutcomes();
        var officer = host.Officer;
        await Parallel.ForEachAsync(SampleFile.Rows(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (row, _) =>
        {
            var answer = await officer.SendAsync("applications", row);
            if (expected[(string)row["externalRef"]!] is { Outcome: "invalid", FailedRules: var rules })
            {
                Assert.Equal(rules, (await answer.ErrorsAsync()).Select(error => error.Split(':')[1]));
            }
            else
            {
                await answer.ReadAsync(HttpStatusCode.Created);
            }
        });

        var stored = expected.Values.Count(row => row.Outcome != "invalid");
        Assert.Equal(stored, await host.CountAsync("select count(*) from application where external_ref like 'K1405-0%'", new { }));
    }
}
