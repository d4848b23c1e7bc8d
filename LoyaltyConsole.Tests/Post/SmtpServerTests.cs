using System.Diagnostics;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Post;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Post;

/// <summary>E-mails arrive at a mail server over a real socket.</summary>
public sealed class SmtpServerTests : PostTest
{
    [Fact]
    public async Task E_052_a_pin_arrives_in_german_with_its_umlauts()
    {
        await using var listener = new SmtpListener();
        var letter = LetterTo("gus@example.org", "Günther Größe", "de");

        Assert.Equal(Delivery.Done, await Office(ServerAt(listener)).SendAsync(letter, Cancel));

        var mail = Assert.Single(listener.Mails);
        Assert.Equal(("loyalty@shop.example", "gus@example.org"), (mail.From, Assert.Single(mail.To)));
        Assert.Equal("Ihre PIN für Bücherfreunde", Assert.Single(mail.Field("Subject")));
        Assert.Contains("Günther Größe", Assert.Single(mail.Field("To")), StringComparison.Ordinal);
        Assert.Contains("Guten Tag Günther Größe,", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Ihre PIN für Bücherfreunde lautet 0417.", mail.Text, StringComparison.Ordinal);
        Assert.Equal("auto-generated", Assert.Single(mail.Field("Auto-Submitted")));
    }

    [Fact]
    public async Task A_double_bears_the_same_message_id()
    {
        await using var listener = new SmtpListener();
        var letter = LetterTo("gus@example.org");

        await Office(ServerAt(listener)).SendAsync(letter, Cancel);
        await Office(ServerAt(listener)).SendAsync(letter, Cancel);

        Assert.Equal(2, listener.Mails.Count);
        Assert.Equal($"<{letter.Reference:N}@shop.example>", Assert.Single(listener.Mails.SelectMany(mail => mail.Field("Message-ID")).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task L_081_a_merge_request_arrives_at_everybody_who_may_approve_it()
    {
        await using var listener = new SmtpListener();
        await Staff.EmployAsync("Petra Lang", StaffRole.Manager);
        await Staff.EmployAsync("Ann Admin", StaffRole.Administrator);
        await Staff.EmployAsync("Eva Brandt", StaffRole.Agent);
        await Programme.CustomerAsync("Anna Keller", "anna@example.org");
        await Programme.CustomerAsync("Anna Keller", "a.keller@example.org");
        (await Programme.Get<MergeRequests>().SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), "anna@example.org", "a.keller@example.org", IsConfirmed: false), Programme.Agent)).OrThrow();
        var settings = Settings with { Console = new Uri("https://loyalty.shop.example/") };

        var report = await new OutboxSender(Programme.Store, Programme.Clock, Office(ServerAt(listener), settings)).RunAsync(_ => { }, Cancel);

        Assert.Equal((3L, 3L, 0L), (report.Processed, report.Changed, report.Errors));
        Assert.Equal(["ann@staff.example", "petra@staff.example"], listener.Mails.SelectMany(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(listener.Mails, mail =>
        {
            Assert.Contains("Eva Brandt asks that customer 2 be merged into customer 1 (request 1).", mail.Text, StringComparison.Ordinal);
            Assert.Contains("https://loyalty.shop.example/merge-requests", mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Keller", mail.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("550 5.1.1 No such user", MessageFault.Rejected, true)]
    [InlineData("451 4.7.1 Come back later", MessageFault.Unreachable, false)]
    public async Task An_objection_to_the_recipient_is_told_from_one_for_now(string answer, MessageFault fault, bool isForGood)
    {
        await using var listener = new SmtpListener { Objection = _ => answer };

        var delivery = await Office(ServerAt(listener)).SendAsync(LetterTo("gus@example.org"), Cancel);

        Assert.Equal((fault, isForGood, false), (delivery.Fault!.Value, delivery.IsForGood, delivery.ConcernsAll));
        Assert.Contains(answer[4..], delivery.Detail, StringComparison.Ordinal);
        Assert.Empty(listener.Mails);
    }

    [Fact]
    public async Task A_server_that_takes_the_call_and_says_nothing_is_left_after_its_time()
    {
        await using var listener = new SmtpListener { IsSilent = true };
        var began = Stopwatch.GetTimestamp();

        var delivery = await Office(ServerAt(listener, TimeSpan.FromMilliseconds(300))).SendAsync(LetterTo("gus@example.org"), Cancel);

        Assert.Equal((MessageFault.Unreachable, false, true), (delivery.Fault!.Value, delivery.IsForGood, delivery.ConcernsAll));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        int port;
        await using (var listener = new SmtpListener())
        {
            port = listener.Port;
        }

        var delivery = await Office(new SmtpServer(new MailServer("127.0.0.1", port, Tls: false, User: null), SmtpServer.Patience)).SendAsync(LetterTo("gus@example.org"), Cancel);

        Assert.Equal((MessageFault.Unreachable, false, true), (delivery.Fault!.Value, delivery.IsForGood, delivery.ConcernsAll));
    }

    [Fact]
    public async Task What_somebody_is_called_never_becomes_a_line_of_the_head_or_another_recipient()
    {
        await using var listener = new SmtpListener();
        var office = Office(ServerAt(listener));
        string[] names =
        [
            "Ada\r\nBcc: evil@example.org", "Ada\nSubject: Hi", "Ada\rX-Evil: yes", "Ada\u2028Bcc: evil@example.org", "Ada\u0085Bcc: evil@example.org",
            "\"Ada\" <evil@example.org>, ", "{pin}", "Ada\0", new string('x', 5_000),
            .. Naughty().Take(150),
        ];

        foreach (var name in names)
        {
            Assert.Equal(Delivery.Done, await office.SendAsync(LetterTo("gus@example.org", name), Cancel));
        }

        string[] known =
        [
            "MIME-Version", "From", "To", "Date", "Subject", "Content-Type", "Content-Transfer-Encoding", "Message-ID", "Auto-Submitted",
        ];
        Assert.Equal(names.Length, listener.Mails.Count);
        Assert.All(listener.Mails, mail =>
        {
            Assert.Equal("gus@example.org", Assert.Single(mail.To));
            Assert.Empty(mail.Head.Select(line => line.Split(':')[0]).Except(known, StringComparer.OrdinalIgnoreCase));
            Assert.Equal(known.Length, mail.Head.Count);
        });
        Assert.Contains("Hello {pin},", listener.Mails[6].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gus@example.org\r\nRCPT TO:<evil@example.org>")]
    [InlineData("gus@example.org, evil@example.org")]
    [InlineData("Gus <gus@example.org>")]
    [InlineData("gus@example.org>\r\n")]
    [InlineData("gus guest@example.org")]
    [InlineData("güs@example.org")]
    [InlineData("gus")]
    [InlineData("@")]
    public async Task What_is_no_address_is_a_dead_letter_and_never_reaches_a_server(string address)
    {
        await using var listener = new SmtpListener();

        var delivery = await Office(ServerAt(listener)).SendAsync(LetterTo(address), Cancel);

        Assert.Equal(new Delivery(MessageFault.AddressUnusable, IsForGood: true), delivery);
        Assert.Empty(listener.Mails);
    }

    [Fact]
    public async Task No_naughty_string_as_an_address_breaks_the_sender()
    {
        await using var listener = new SmtpListener();
        var office = Office(ServerAt(listener));

        foreach (var text in Naughty())
        {
            Assert.Equal(MessageFault.AddressUnusable, (await office.SendAsync(LetterTo(text), Cancel)).Fault);
        }

        Assert.Empty(listener.Mails);
    }

    private static string[] Naughty() => JsonSerializer.Deserialize<string[]>(File.ReadAllText(SharedData.Path("naughty_strings", "blns.json")))!;
}
