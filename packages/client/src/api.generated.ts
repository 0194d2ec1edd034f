// Generated from openapi.json; to write it again, run: npm run schema

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["readHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether Redis and the artifacts can be used */
        get: operations["readReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what this key may do */
        get: operations["readSession"];
        put?: never;
        /** Exchange an API key for a session cookie */
        post: operations["signIn"];
        /** End the session: its cookie opens nothing any more, wherever it was copied to */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hooks/fal/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signed deliveries of fal; not for people */
        post: operations["receiveFalWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hooks/openai": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signed deliveries of OpenAI; not for people */
        post: operations["receiveOpenaiWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemas/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** JSON Schema of story files (story-spec) or of events (events) */
        get: operations["readSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List stories */
        get: operations["listStories"];
        put?: never;
        /** Submit a story, alone or with its pictures as files of a form */
        post: operations["submitStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Estimate the price of a story */
        post: operations["estimateStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scripts that a language model adapts, the newest 100 first */
        get: operations["listScripts"];
        put?: never;
        /** Draft a story from a comic script, a screenplay, a table or prose; with a model, have it adapt the script */
        post: operations["draftScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/script-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Language models that can adapt scripts here, as their server names them */
        get: operations["listScriptModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One script, with the draft once it is done, and every question to the model */
        get: operations["readScript"];
        put?: never;
        post?: never;
        /** Delete a script that is over; what it cost stays in the ledger */
        delete: operations["deleteScript"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel: no further question is asked; an answer on its way is paid */
        post: operations["cancelScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Continue a script that failed, was cancelled or waits; answers that were given are not paid again */
        post: operations["retryScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script}/calls/{call}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say whether a question whose answer was lost was paid; that part of the cost is certain then */
        post: operations["settleScriptCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a language model would charge for adapting a script. Nothing is stored or paid */
        post: operations["estimateScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A story as a comic script, or as a table with a row for each text */
        get: operations["writeScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Uploaded pictures, by id */
        get: operations["listAssets"];
        put?: never;
        /** Upload a picture or a font */
        post: operations["storeAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An uploaded picture and the stories that have it */
        get: operations["readAsset"];
        put?: never;
        post?: never;
        /** Delete a picture that no story has */
        delete: operations["deleteAsset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a story */
        get: operations["readStory"];
        put?: never;
        post?: never;
        /** Delete a story permanently, with the files only it used */
        delete: operations["deleteStory"];
        options?: never;
        head?: never;
        /** Change title, budget or book, or how what is not drawn yet is drawn */
        patch: operations["amendStory"];
        trace?: never;
    };
    "/v1/stories/{id}/next-chapter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the next chapter, a story that `continues` this one, takes over from it */
        get: operations["readChapter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause: finish the batch in flight, draw no further one */
        post: operations["pauseStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Continue after a pause or a failure */
        post: operations["resumeStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve what is drawn so far */
        post: operations["approveStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel; what is drawn stays */
        post: operations["cancelStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/compose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make sheets and books again that this release or certificate changes */
        post: operations["composeStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Duplicate: a story of its own with the same frames; paused while something is left to draw */
        post: operations["copyStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole story as a tar archive, for another installation */
        get: operations["exportStory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in an exported story under a new id; paused, unless it was over */
        post: operations["importStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/priority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the story before or behind others of your tenant, also where it waits for a turn now */
        post: operations["prioritizeStory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause, resume, cancel or delete every story that a filter fits; with dryRun, say which */
        post: operations["runBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Costs by day, model, story and tenant, and what unfinished stories will probably cost */
        get: operations["readCosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/ledger/{request}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say whether a request whose outcome is unknown was paid; that part of the budget is certain then */
        post: operations["settleRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Panels in reading order */
        get: operations["listPanels"];
        put?: never;
        /** Insert panels, or append them: continue a story */
        post: operations["insertPanels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One panel, or the cover of a story that draws one: id:cover */
        get: operations["readPanel"];
        put?: never;
        post?: never;
        /** Remove a panel from the book; its takes and ledger entries are kept under its id */
        delete: operations["removePanel"];
        options?: never;
        head?: never;
        /** Change what a panel asks for; one that is drawn is drawn again when its picture changes */
        patch: operations["editPanel"];
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/retake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw a panel again; its takes are kept */
        post: operations["retakePanel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/retouch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change something in the selected frame of a panel, within a box or a mask; its takes are kept */
        post: operations["retouchPanel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a panel to another place in the book; nothing that is drawn is drawn again */
        post: operations["movePanel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/lettering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The texts of a story as a table or XLIFF, to be changed and sent back */
        get: operations["exportLettering"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Replace texts, by a translation for example, as JSON or YAML; or change some in the table or XLIFF of GET; draws nothing */
        patch: operations["letterStory"];
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The drawn picture of a panel, without lettering */
        get: operations["openPanelImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/lettered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A panel with its lettering, as it stands on its sheet */
        get: operations["openLetteredPanel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/lettering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the texts of a panel stand on its sheet */
        get: operations["readPanelLettering"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the frame of a panel comes from: model, prompt, and the C2PA manifest of its vendor */
        get: operations["readProvenance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The requests made for a panel: prompt, pictures with their reasons, cost */
        get: operations["listPanelRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/takes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All takes of a panel */
        get: operations["listTakes"];
        put?: never;
        /** Add a frame made by hand or elsewhere */
        post: operations["addTake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/takes/{take}/select": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Select a take; what is drawn next continues from it */
        post: operations["selectTake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What checks measured of the selected frames, worst first, and how often each check was right */
        get: operations["listChecks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/checks/{check}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say whether a check is right about the selected frame of a panel; a wrong one warns no more */
        patch: operations["labelCheck"];
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say that the selected frame of a panel is right, for everybody who looks at the story */
        patch: operations["acceptFrame"];
        trace?: never;
    };
    "/v1/stories/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes on panels, in reading order */
        get: operations["listNotes"];
        put?: never;
        /** Pin a note on a panel */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/notes/{note}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a note */
        delete: operations["deleteNote"];
        options?: never;
        head?: never;
        /** Change the words or the place of a note, or say that what it asks for is done */
        patch: operations["changeNote"];
        trace?: never;
    };
    "/v1/stories/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reviewer's links that are valid, the newest first */
        get: operations["listLinks"];
        put?: never;
        /** Make a reviewer's link: it reads this story without prices, and comments; its secret is shown only in the first answer */
        post: operations["addLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a reviewer's link; notes that were written with it stay */
        delete: operations["deleteLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Characters, outfits, locations, props and the style: their pictures, where each is used, what is stale */
        get: operations["listPlates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve the plates; the panels are drawn from them */
        post: operations["approvePlates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates/{plate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the description or pictures of a character, outfit, location, prop or the style; panels that show it become stale */
        patch: operations["editPlate"];
        trace?: never;
    };
    "/v1/stories/{id}/plates/{plate}/retake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw a plate again; panels drawn from it become stale, and none is drawn again */
        post: operations["retakePlate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates/{plate}/retouch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change something in the selected picture of a plate, within a box or a mask; no panel is drawn again */
        post: operations["retouchPlate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates/{plate}/redraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw the panels again that are stale because of a plate */
        post: operations["redrawPlatePanels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates/{plate}/takes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All takes of a plate */
        get: operations["listPlateTakes"];
        put?: never;
        /** Add a plate made by hand or elsewhere */
        post: operations["addPlateTake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/plates/{plate}/takes/{take}/select": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Select a take of a plate; panels that are drawn next go along with it */
        post: operations["selectPlateTake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/panels/{number}/takes/{take}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a take, selected or not */
        get: operations["openTakeImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/pictures/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture that went along with a request of the story, by its SHA-256 */
        get: operations["openPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches in the order of their chain */
        get: operations["listBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/batches/{number}/retake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw every panel of a batch again; with cascade, also what follows */
        post: operations["retakeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tries at batches, oldest first */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Composed pages */
        get: operations["listSheets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/sheets/{number}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A composed page with its lettering */
        get: operations["openSheetImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests that were, or may have been, paid */
        get: operations["listLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All spending, by story and by provider */
        get: operations["readLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/books/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a book */
        get: operations["openBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/editions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Editions in other languages */
        get: operations["listEditions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/editions/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An edition with its texts; or, for translators, as a table or XLIFF, also of a language without an edition */
        get: operations["readEdition"];
        /** Add an edition, or replace its words: as JSON or YAML, a story in that language, CSV or XLIFF 1.2; draws nothing */
        put: operations["putEdition"];
        post?: never;
        /** Delete an edition with its sheets and books; the original stays */
        delete: operations["deleteEdition"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stories/{id}/publish-check/{profile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare a book with what a platform asks for */
        get: operations["publishCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /** Add a webhook; the answer has its secret, and no later answer has it */
        post: operations["addWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What signs the deliveries of stories with a webhook of their own */
        get: operations["readWebhookSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new one; the one before it signs along for a day */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook; that of a single story by the id of the story */
        get: operations["readWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook with its deliveries */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change its address or its events; disable it, or enable it again */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; the one before it signs along for a day */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last 500 deliveries, the newest first, with every try */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{delivery}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again, under the same webhook-id */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues and what waits in them */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Providers and whether they can be used */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests to a provider by minute, and how long they took */
        get: operations["readProviderStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Order nothing more from this provider, for all stories */
        post: operations["pauseProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Order from this provider again */
        post: operations["resumeProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workers and finalizers that live, and what they work on */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The schema of the stored state, and processes of older versions */
        get: operations["readInstallation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raise the schema of the stored state, after every process was upgraded */
        post: operations["migrateInstallation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of your tenant; with the operator's key, of all */
        get: operations["listKeys"];
        put?: never;
        /** Create a key; its secret is shown only in the first answer */
        post: operations["addKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a key; its secret is not stored */
        get: operations["readKey"];
        put?: never;
        post?: never;
        /** Revoke a key: it opens nothing any more, and event streams opened with it end */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        /** Change the name, the role or the end of a key */
        patch: operations["changeKey"];
        trace?: never;
    };
    "/v1/admin/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; the one before it is valid for a while longer */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tenants, with what they have used today */
        get: operations["listTenants"];
        put?: never;
        /** Set up a tenant; one that is there is changed */
        post: operations["addTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant */
        get: operations["readTenant"];
        put?: never;
        post?: never;
        /** Delete a tenant without stories; its keys are revoked */
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        /** Change weight or limits */
        patch: operations["changeTenant"];
        trace?: never;
    };
    "/v1/stories/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a story as Server-Sent Events */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a script that a model adapts, as Server-Sent Events */
        get: operations["followScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which stories, scripts, queues, providers and workers change, as Server-Sent Events */
        get: operations["followChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        KeyFormInput: {
            /** @description Whose key it is; default: your own. Another one needs the operator's key */
            tenant?: string | undefined;
            /**
             * @description What the key may do; each role includes those before it
             * @enum {string}
             */
            role: "read" | "submit" | "control" | "admin";
            /** @description What the key is for */
            name: string;
            /**
             * Format: date-time
             * @description When the key expires
             */
            expiresAt?: string | undefined;
        };
        KeyChangeInput: {
            name?: string | undefined;
            /** @enum {string} */
            role?: ("read" | "submit" | "control" | "admin") | undefined;
            /** @description null: it does not expire */
            expiresAt?: (string | null) | undefined;
        };
        KeyRotationInput: {
            /**
             * @description How long the old secret is valid, in hours; 0: it ends at once
             * @default 24
             */
            graceHours?: number | undefined;
        };
        TenantChangeInput: {
            name?: string | undefined;
            /** @description Share of the machine when several tenants wait: twice the weight, twice as many batches */
            weight?: number | undefined;
            /** @description null: no limit; those that are left out stay */
            limits?: {
                /** @description Stories that are not finished, paused or stopped */
                waitingStories?: (number | null) | undefined;
                /** @description Pictures under way at once; a batch begins beside others only if it fits */
                concurrentImages?: (number | null) | undefined;
                /** @description Pictures ordered in a day (UTC) */
                imagesPerDay?: (number | null) | undefined;
                /** @description Dollars of a day (UTC): paid, perhaps paid, and held for what is on its way */
                usdPerDay?: (number | null) | undefined;
            } | undefined;
        };
        TenantFormInput: {
            name?: string | undefined;
            /** @description Share of the machine when several tenants wait: twice the weight, twice as many batches */
            weight?: number | undefined;
            /** @description null: no limit; those that are left out stay */
            limits?: {
                /** @description Stories that are not finished, paused or stopped */
                waitingStories?: (number | null) | undefined;
                /** @description Pictures under way at once; a batch begins beside others only if it fits */
                concurrentImages?: (number | null) | undefined;
                /** @description Pictures ordered in a day (UTC) */
                imagesPerDay?: (number | null) | undefined;
                /** @description Dollars of a day (UTC): paid, perhaps paid, and held for what is on its way */
                usdPerDay?: (number | null) | undefined;
            } | undefined;
            id: string;
        };
        PriorityChangeInput: {
            /** @description Among the stories of your tenant: higher goes first. It takes nothing from other tenants' share */
            priority: number;
        };
        BulkFormInput: {
            /** @description Stories to which all of it applies */
            filter: {
                /** @enum {string} */
                status?: ("queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled") | undefined;
                /** @description Words of the title */
                query?: string | undefined;
                /** @description What your own system calls the story, to find it by */
                externalId?: string | undefined;
                /** @description Stories with all of these */
                metadata?: {
                    [key: string]: string;
                } | undefined;
                /** @description Only these stories */
                ids?: string[] | undefined;
            };
            /** @enum {string} */
            action: "pause" | "resume" | "cancel" | "delete";
            /**
             * @description true: change nothing, only say which stories would change
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        /** @description What a character wears in some scenes */
        OutfitSpecInput: {
            /** @description The word by which scenes and panels name the outfit */
            id: string;
            /** @description What the character wears: colours, cut, what it carries */
            description: string;
            /** @description Pictures of the character in this outfit, most important first */
            references?: string[] | undefined;
        };
        /** @description Where a scene takes place */
        LocationSpecInput: {
            /** @description The word by which scenes name the location */
            id: string;
            /** @description What the place looks like, without people */
            description: string;
            /** @description Pictures of the place, without people, most important first */
            references?: string[] | undefined;
        };
        /** @description An object that must stay the same */
        PropSpecInput: {
            /** @description The word by which scenes name the object */
            id: string;
            /** @description What the object looks like */
            description: string;
            /** @description Pictures of the object, most important first */
            references?: string[] | undefined;
        };
        /** @description A run of panels in one place and light */
        SceneSpecInput: {
            /** @description The word by which panels name the scene */
            id: string;
            /** @description What books call the scene in their contents; default: its id */
            title?: string | undefined;
            /** @description Id of the location */
            location?: string | undefined;
            /** @description Time of day or year, such as dusk */
            time?: string | undefined;
            /** @description Such as low sun, or one candle */
            light?: string | undefined;
            /** @description Outfits by character: { hare: winter } */
            wears?: {
                [key: string]: string;
            } | undefined;
            /** @description Ids of the objects that are in the scene */
            props?: string[] | undefined;
        };
        /** @description Reference pictures that are drawn before batch 1; supplied pictures are never drawn again */
        PlatesSpecInput: {
            /** @description What is drawn once before the first batch, where it has no picture: characters with outfits, locations, props, style */
            draw: ("characters" | "locations" | "props" | "style")[];
            /**
             * @description Of the plates; default: that of the panels
             * @enum {string}
             */
            quality?: ("auto" | "low" | "medium" | "high" | "xhigh" | "max") | undefined;
            /** @description Stop for your approval before the first panel is drawn */
            approve?: boolean | undefined;
        };
        /** @description What is measured of every frame: off, warn (mark the panel) or stop (and wait for you) */
        ChecksSpecInput: {
            /**
             * @description Pictures of one colour, as vendors refuse; default: stop
             * @enum {string}
             */
            blank?: ("off" | "warn" | "stop") | undefined;
            /**
             * @description Frames that show the same as another one of the batch, or as a picture that went along; default: off
             * @enum {string}
             */
            copies?: ("off" | "warn" | "stop") | undefined;
            /**
             * @description Panels inside a panel, and frames around it; default: off
             * @enum {string}
             */
            borders?: ("off" | "warn" | "stop") | undefined;
            /**
             * @description Letters in the picture where none were asked for; panels with `signs: true`, with words in quotes in their prompt, or with texts that the model draws are left out; default: off
             * @enum {string}
             */
            text?: ("off" | "warn" | "stop") | undefined;
            /**
             * @description Jumps of light, saturation or grain within a scene; default: off
             * @enum {string}
             */
            drift?: ("off" | "warn" | "stop") | undefined;
        };
        /** @description A vision model of your choice looks at every batch before it is committed */
        ReviewSpecInput: {
            /** @description The vision model that judges, by the review server's own name for it */
            model: string;
            /** @description Corrective retakes of a panel that does not match, within the budget; default: 1 */
            retakes?: number | undefined;
            /** @description The most that the judge may cost; without the retakes, which are panels. Default: only the budget */
            maxUsd?: number | undefined;
            /**
             * @description When a panel does not match after all: soft, mark it; hard, stop after its batch and wait for you; default: soft
             * @enum {string}
             */
            gate?: ("soft" | "hard") | undefined;
        };
        WebhookFormInput: {
            /** Format: uri */
            url: string;
            /** @description Types of events to send, such as story.status; empty: all */
            events?: string[] | undefined;
            description?: string | undefined;
        };
        WebhookChangeInput: {
            /** Format: uri */
            url?: string | undefined;
            /** @description Types of events to send, such as story.status; empty: all */
            events?: string[] | undefined;
            description?: string | undefined;
            /** @description false: send again, from where it stopped */
            disabled?: boolean | undefined;
        };
        /** @description Lettering of a panel: kept as text, drawn on the sheet */
        PanelTextInput: {
            /** @description Permanent name of the text, by which editions in other languages refer to it; generated when missing */
            id?: string | undefined;
            /**
             * @description sfx: a sound effect; narration: below the picture in a storybook, a caption elsewhere
             * @enum {string}
             */
            kind: "caption" | "speech" | "thought" | "sfx" | "narration";
            /** @description Id of the character the balloon points to */
            speaker?: string | undefined;
            /** @description The words; about 90 characters fit a balloon well; *word* is emphasis */
            text: string;
            /**
             * @description How it sounds: whisper, shout, radio, or off, by someone outside the picture; default: normal
             * @enum {string}
             */
            style?: ("normal" | "whisper" | "shout" | "radio" | "off") | undefined;
            /**
             * @description overlay: set on the sheet as type; model: painted by the image model
             * @default overlay
             * @enum {string}
             */
            drawnBy?: ("overlay" | "model") | undefined;
            /** @description Where its middle stands in the slot, 0–1 from the top left; it stays there. Absent: as it was, at first wherever it fits; null: wherever it fits */
            balloon?: ({
                x: number;
                y: number;
            } | null) | undefined;
            /** @description Where the speaker's mouth is in the picture, 0–1 from the top left: the tail leads there. Absent: as it was, at first by where the speaker stands; null: by where the speaker stands */
            mouth?: ({
                x: number;
                y: number;
            } | null) | undefined;
        };
        /** @description One picture of the story */
        PanelSpecInput: {
            /** @description Your own name for the panel */
            id?: string | undefined;
            /** @description What the picture shows: one clear moment, its composition and action */
            prompt: string;
            /**
             * @description The characters in the picture: their ids, or { id: hare, outfit: winter, at: left } to say what one wears and where it stands
             * @default []
             */
            characters?: (string | {
                id: string;
                /** @description What the character wears here, if not what the scene says */
                outfit?: string | undefined;
                /** @description Where the figure stands across the picture: left, centre, right, or 0 to 1 from the left */
                at?: (("left" | "centre" | "right") | number) | undefined;
            })[] | undefined;
            /** @description Id of the scene; default: that of the panel before */
            scene?: string | undefined;
            /** @description Pictures that go along: auto, chosen by role and scene; none; or a list of [hare, hare/winter, mill, watch, style, anchor, last-frame, panel:ID], most important first */
            references?: (("auto" | "none") | string[]) | undefined;
            /** @description The frame the panel continues from: auto, the last one of the batch before; none; or the id of a panel of an earlier batch */
            continuesFrom?: string | undefined;
            /**
             * @description Captions, balloons and sound effects in reading order
             * @default []
             */
            text?: components["schemas"]["PanelTextInput"][] | undefined;
            /** @description For readers who cannot see the picture; default: the prompt */
            alt?: string | undefined;
            /**
             * @description How much room the panel gets on its sheet; splash: the whole page, wide: a row, tall: an upright slot
             * @default normal
             * @enum {string}
             */
            weight?: ("splash" | "wide" | "tall" | "normal") | undefined;
            /**
             * @description Whether the panel starts a page; new-right and new-left name the side; same: it stays on the page of the panel before it; default: auto, the layout decides
             * @enum {string}
             */
            page?: ("auto" | "new" | "new-right" | "new-left" | "same") | undefined;
            /**
             * @description The gap before the panel in a webtoon: none, short or long; default: short
             * @enum {string}
             */
            pause?: ("none" | "short" | "long") | undefined;
            /** @description Words in the picture are wanted here, such as signs and titles: the check `text` leaves it out */
            signs?: boolean | undefined;
            /** @description The point of the picture that must stay visible when it is cropped; 0–1 from the top left */
            focus?: {
                x: number;
                y: number;
            } | undefined;
        };
        /** @description One of the cast */
        CharacterSpecInput: {
            /** @description The word by which panels and texts name the character */
            id: string;
            name: string;
            /** @description What the character looks like: colours, clothes and props keep it on model in every panel */
            description: string;
            /**
             * @description Pictures of the character, most important first
             * @default []
             */
            references?: string[] | undefined;
            /**
             * @description Leads get a picture of their own first when not all pictures go along; default: supporting
             * @enum {string}
             */
            tier?: ("lead" | "supporting") | undefined;
            /** @description What the character wears besides the clothes of its description */
            outfits?: components["schemas"]["OutfitSpecInput"][] | undefined;
        };
        /** @description How the panels are drawn */
        RenderSpecInput: {
            /**
             * @description storyboard is built in and free: rough boards for drafts
             * @default storyboard
             * @enum {string}
             */
            provider?: ("storyboard" | "openai" | "azure" | "fal" | "openai-compatible") | undefined;
            /** @description The provider's name for the model; default: the provider's best model for comics */
            model?: string | undefined;
            /**
             * @description Size of one frame, WIDTHxHEIGHT in pixels, or auto: each panel in the model's size nearest to its place on the page; default: auto, with layout grid 1024x1024
             * @default 1024x1024
             */
            size?: string | undefined;
            /** @enum {string} */
            quality?: ("auto" | "low" | "medium" | "high" | "xhigh" | "max") | undefined;
            /**
             * @description Panels drawn together; each batch continues from the last frame of the previous one
             * @default 8
             */
            batchSize?: number | undefined;
            /**
             * @description always: every panel continues from the last frame of the batch before; scene: only within a scene, a new one starts from its location; default: always
             * @enum {string}
             */
            chain?: ("always" | "scene") | undefined;
            /**
             * @description How a batch is requested; default: the provider's best method. economy: at half the price, within 24 hours a batch
             * @enum {string}
             */
            method?: ("panels" | "series" | "contact-sheet" | "one-call" | "economy") | undefined;
            /** @description Stop for your approval after this many batches */
            approveAfter?: number | undefined;
            /**
             * @description What to do when a request was cut off and may have been paid
             * @default retry
             * @enum {string}
             */
            unknownOutcome?: ("retry" | "ask") | undefined;
            /**
             * @description Use requests that can be found again, where the vendor offers them
             * @default false
             */
            recoverable?: boolean | undefined;
            /**
             * @description Reuse frames that were already paid for the same request
             * @default true
             */
            recall?: boolean | undefined;
            /**
             * @description If a request yields too few frames, buy the missing panels one by one
             * @default false
             */
            fallback?: boolean | undefined;
            /**
             * @description How strictly the vendor filters content, where the model lets you choose; default: auto, the vendor's own
             * @enum {string}
             */
            moderation?: ("auto" | "low") | undefined;
            /** @description Sent where the model takes one. Each retake of a panel adds one, or it would be the same picture */
            seed?: number | undefined;
            /** @description Further parameters of a self-hosted server, such as steps or negative_prompt, sent as they are */
            extra?: {
                [key: string]: string | number | boolean;
            } | undefined;
            /** @description How often to try the same words again when the vendor blocks a panel; each try may cost; default: 0 */
            blockedTries?: number | undefined;
        };
        /** @description The front cover: one picture, with the title set over its upper part */
        CoverSpecInput: {
            /** @description What the cover shows; it is drawn last, in the shape of the page */
            prompt?: (string | null) | undefined;
            /** @description The panel whose picture is the cover: its number in this file, or its id */
            panel?: ((number | string) | null) | undefined;
            /** @description A picture of your own: asset id, https URL, data URL, or a path */
            asset?: (string | null) | undefined;
            /** @description The characters on a cover that is drawn, as in a panel */
            characters?: (string | {
                id: string;
                /** @description What the character wears here, if not what the scene says */
                outfit?: string | undefined;
                /** @description Where the figure stands across the picture: left, centre, right, or 0 to 1 from the left */
                at?: (("left" | "centre" | "right") | number) | undefined;
            })[] | undefined;
            /** @description Id of the scene of a cover that is drawn */
            scene?: string | undefined;
            /** @description Pictures that go along: auto, chosen by role and scene; none; or a list of [hare, hare/winter, mill, watch, style, anchor, last-frame, panel:ID], most important first */
            references?: (("auto" | "none") | string[]) | undefined;
            /** @description For readers who cannot see it; default: the prompt, or what its panel says */
            alt?: string | undefined;
            /** @description The point of the picture that must stay visible when it is cropped; 0–1 from the top left */
            focus?: {
                x: number;
                y: number;
            } | undefined;
        };
        /** @description The back cover */
        BackSpecInput: {
            /** @description The words on the back, such as what the story is about */
            text: string;
        };
        /** @description A font of your own, whose licence is your matter */
        BookFontInput: {
            /** @description A TTF or OTF font of your own: asset id, or a path that the CLI uploads */
            file: string;
            /** @description speech: also thoughts; captions: also narration; sfx: sound effects; default: all of them */
            for?: ("speech" | "captions" | "sfx")[] | undefined;
            /** @description Only texts in these languages; default: all */
            languages?: string[] | undefined;
            /** @description Only texts in languages of these scripts, by ISO 15924 code: Latn, Cyrl, Arab; default: all */
            scripts?: string[] | undefined;
        };
        /** @description How the panels are laid out and bound */
        BookSpecInput: {
            /**
             * @description grid: 2 by 4 panels, one batch per sheet; comic: rows by weight; manga: the same, denser, with bleeds; webtoon: one column; storybook: a picture with its text below
             * @default grid
             * @enum {string}
             */
            layout?: ("grid" | "comic" | "manga" | "webtoon" | "storybook") | undefined;
            /** @description The trimmed page: a preset, or its width and height; default: us-comic, manga-b6 or square, by layout */
            page?: (("us-comic" | "manga-b6" | "a4" | "a5" | "letter" | "square" | "kdp-6x9") | {
                width: number;
                height: number;
                /** @enum {string} */
                unit: "in" | "mm" | "cm";
            }) | undefined;
            /**
             * @description The books to bind: formats, or { format: print, page: kdp-6x9 } to bind one in another layout or page size than the story has
             * @default [
             *       "pdf",
             *       "cbz"
             *     ]
             */
            formats?: (("pdf" | "print" | "print-cover" | "cbz" | "epub" | "kindle" | "webtoon" | "web" | "images") | {
                /** @enum {string} */
                format: "pdf" | "print" | "print-cover" | "cbz" | "epub" | "kindle" | "webtoon" | "web" | "images";
                /**
                 * @description Its layout; default: the story's
                 * @enum {string}
                 */
                layout?: ("grid" | "comic" | "manga" | "webtoon" | "storybook") | undefined;
                /** @description The trimmed page: a preset, or its width and height; default: us-comic, manga-b6 or square, by layout */
                page?: (("us-comic" | "manga-b6" | "a4" | "a5" | "letter" | "square" | "kdp-6x9") | {
                    width: number;
                    height: number;
                    /** @enum {string} */
                    unit: "in" | "mm" | "cm";
                }) | undefined;
            })[] | undefined;
            /**
             * @description Lettering in capitals; default: auto, on for layout comic in Latin letters
             * @enum {string}
             */
            caps?: ("auto" | "on" | "off") | undefined;
            /**
             * @description classic: English words as American comics letter them, with a double hyphen for the dash and three dots; default: none
             * @enum {string}
             */
            house?: ("none" | "classic") | undefined;
            /**
             * @description Japanese and Chinese in columns; default: auto, where the book is read from right to left, except in layout webtoon
             * @enum {string}
             */
            columns?: ("auto" | "on" | "off") | undefined;
            /** @description Fonts of your own, the first that suits a text first; letters that it lacks are set in the bundled fonts; default: none */
            fonts?: components["schemas"]["BookFontInput"][] | undefined;
            author?: (string | null) | undefined;
            /** @description For shelves and readers that show a summary */
            summary?: (string | null) | undefined;
            /** @description The series the book is part of; default: it stands alone */
            series?: (string | null) | undefined;
            /** @description Which one of the series it is */
            number?: ((number | string) | null) | undefined;
            /** @description Which volume of the series it belongs to */
            volume?: (number | null) | undefined;
            /** @description When it is published: a year, a month or a day, such as 2026, 2026-12 or 2026-12-01; default: none */
            date?: ((number | string) | null) | undefined;
            /** @description For shelves; several are separated by commas */
            genre?: (string | null) | undefined;
            publisher?: (string | null) | undefined;
            /** @description Who may do what with it, such as © 2026 A. Author */
            rights?: (string | null) | undefined;
            /** @description Such as urn:isbn:9780000000002; default: one made from the id of the story */
            identifier?: (string | null) | undefined;
            /** @description Why the European Accessibility Act does not apply to the EPUB, if it does not */
            exemption?: (("eaa-disproportionate-burden" | "eaa-fundamental-alteration" | "eaa-microenterprise") | null) | undefined;
            /** @description The front cover; default: none */
            cover?: (components["schemas"]["CoverSpecInput"] | null) | undefined;
            /** @description The back cover; default: none */
            back?: (components["schemas"]["BackSpecInput"] | null) | undefined;
            /** @description A last page that says who wrote the words and how the pictures were made; default: false */
            credits?: boolean | undefined;
            /** @description The number of each page below its panels; default: false */
            pageNumbers?: boolean | undefined;
        };
        /** @description A long story to be drawn in chained batches and bound into books */
        StorySpecInput: {
            title: string;
            /** @description Id of an earlier story of yours, whose next chapter this is: it takes over cast, outfits, locations, props, style and their pictures, language and lettering, and its first batch continues from the last frame there */
            continues?: string | undefined;
            /**
             * @description Language of the texts, as a BCP 47 tag
             * @default en
             */
            language?: string | undefined;
            /**
             * @description Order of panels and pages; rtl also for manga
             * @default ltr
             * @enum {string}
             */
            readingDirection?: ("ltr" | "rtl" | "vertical") | undefined;
            /** @description Sent with every prompt: medium, line, palette; or { description, references } with pictures of the style */
            style?: (string | {
                description: string;
                /** @description Pictures of the style, without people, most important first */
                references?: string[] | undefined;
            }) | undefined;
            /**
             * @description The cast
             * @default []
             */
            characters?: components["schemas"]["CharacterSpecInput"][] | undefined;
            /** @description Where scenes take place */
            locations?: components["schemas"]["LocationSpecInput"][] | undefined;
            /** @description Objects that must stay the same */
            props?: components["schemas"]["PropSpecInput"][] | undefined;
            /** @description Runs of panels in one place and light */
            scenes?: components["schemas"]["SceneSpecInput"][] | undefined;
            plates?: components["schemas"]["PlatesSpecInput"] | undefined;
            panels: components["schemas"]["PanelSpecInput"][];
            /** @default {} */
            render?: components["schemas"]["RenderSpecInput"] | undefined;
            review?: components["schemas"]["ReviewSpecInput"] | undefined;
            checks?: components["schemas"]["ChecksSpecInput"] | undefined;
            /** @description The story stops with needs_attention before it could cost more */
            budget?: {
                maxUsd: number;
            } | undefined;
            /** @default {} */
            book?: components["schemas"]["BookSpecInput"] | undefined;
            /** @description An https address that is sent the events of this story, signed as Standard Webhooks says */
            webhook?: {
                /** Format: uri */
                url: string;
                /** @description Types of events to send; empty: all. Default: story.status, the changes of its status */
                events?: string[] | undefined;
            } | undefined;
            /** @description Among the stories of your tenant: higher goes first. It takes nothing from other tenants' share */
            priority?: number | undefined;
            /** @description What your own system calls the story, to find it by */
            externalId?: string | undefined;
            /** @description Up to 20 words of your own with their values, to filter lists by */
            metadata?: {
                [key: string]: string;
            } | undefined;
        };
        /** @description Whether a verdict is right */
        CheckLabelInput: {
            /** @description null: takes the label back */
            label: ("right" | "wrong") | null;
        };
        /** @description Whether a user has looked at the selected frame of a panel and found it right */
        AcceptanceInput: {
            accepted: boolean;
        };
        /** @description A story in another language */
        EditionFormInput: {
            /** @description May be left out; it must be that of the address */
            language?: string | undefined;
            title?: string | undefined;
            summary?: string | undefined;
            /** @description Who translated it. Default: as it is; null: not said */
            translator?: (string | null) | undefined;
            /**
             * @description Default: as it is; at first, rtl for scripts written from right to left, otherwise as the original
             * @enum {string}
             */
            readingDirection?: ("ltr" | "rtl" | "vertical") | undefined;
            /**
             * @description Translations by the id of the text; texts that are missing are untranslated
             * @default {}
             */
            texts?: {
                [key: string]: string | {
                    text: string;
                    /** @description The words it translates; when they are the present ones, it is not outdated. Default: those of the present original */
                    original?: string | undefined;
                    /** @description Where its middle stands in the slot, 0–1 from the top left. Absent: as it was, at first as in the original; null: as in the original */
                    balloon?: ({
                        x: number;
                        y: number;
                    } | null) | undefined;
                };
            } | undefined;
            /**
             * @description By panel id: what readers hear who cannot see the picture
             * @default {}
             */
            alts?: {
                [key: string]: string;
            } | undefined;
            /**
             * @description By character id
             * @default {}
             */
            names?: {
                [key: string]: string;
            } | undefined;
        };
        AmendmentInput: {
            title?: string | undefined;
            /** @description null removes the limit */
            budget?: ({
                maxUsd: number;
            } | null) | undefined;
            book?: {
                /**
                 * @description Draws nothing: frames are cropped by `focus` where slots differ
                 * @enum {string}
                 */
                layout?: ("grid" | "comic" | "manga" | "webtoon" | "storybook") | undefined;
                /** @description The trimmed page: a preset, or its width and height; default: us-comic, manga-b6 or square, by layout */
                page?: (("us-comic" | "manga-b6" | "a4" | "a5" | "letter" | "square" | "kdp-6x9") | {
                    width: number;
                    height: number;
                    /** @enum {string} */
                    unit: "in" | "mm" | "cm";
                }) | undefined;
                /**
                 * @description Lettering in capitals; default: auto, on for layout comic in Latin letters
                 * @enum {string}
                 */
                caps?: ("auto" | "on" | "off") | undefined;
                /**
                 * @description classic: English words as American comics letter them, with a double hyphen for the dash and three dots; default: none
                 * @enum {string}
                 */
                house?: ("none" | "classic") | undefined;
                /**
                 * @description Japanese and Chinese in columns; default: auto, where the book is read from right to left, except in layout webtoon
                 * @enum {string}
                 */
                columns?: ("auto" | "on" | "off") | undefined;
                /** @description Fonts of your own, the first that suits a text first; letters that it lacks are set in the bundled fonts; default: none */
                fonts?: components["schemas"]["BookFontInput"][] | undefined;
                formats?: (("pdf" | "print" | "print-cover" | "cbz" | "epub" | "kindle" | "webtoon" | "web" | "images") | {
                    /** @enum {string} */
                    format: "pdf" | "print" | "print-cover" | "cbz" | "epub" | "kindle" | "webtoon" | "web" | "images";
                    /**
                     * @description Its layout; default: the story's
                     * @enum {string}
                     */
                    layout?: ("grid" | "comic" | "manga" | "webtoon" | "storybook") | undefined;
                    /** @description The trimmed page: a preset, or its width and height; default: us-comic, manga-b6 or square, by layout */
                    page?: (("us-comic" | "manga-b6" | "a4" | "a5" | "letter" | "square" | "kdp-6x9") | {
                        width: number;
                        height: number;
                        /** @enum {string} */
                        unit: "in" | "mm" | "cm";
                    }) | undefined;
                })[] | undefined;
                author?: (string | null) | undefined;
                /** @description For shelves and readers that show a summary */
                summary?: (string | null) | undefined;
                /** @description The series the book is part of; default: it stands alone */
                series?: (string | null) | undefined;
                /** @description Which one of the series it is */
                number?: ((number | string) | null) | undefined;
                /** @description Which volume of the series it belongs to */
                volume?: (number | null) | undefined;
                /** @description When it is published: a year, a month or a day, such as 2026, 2026-12 or 2026-12-01; default: none */
                date?: ((number | string) | null) | undefined;
                /** @description For shelves; several are separated by commas */
                genre?: (string | null) | undefined;
                publisher?: (string | null) | undefined;
                /** @description Who may do what with it, such as © 2026 A. Author */
                rights?: (string | null) | undefined;
                /** @description Such as urn:isbn:9780000000002; default: one made from the id of the story */
                identifier?: (string | null) | undefined;
                /** @description Why the European Accessibility Act does not apply to the EPUB, if it does not */
                exemption?: (("eaa-disproportionate-burden" | "eaa-fundamental-alteration" | "eaa-microenterprise") | null) | undefined;
                /** @description The back cover; default: none */
                back?: (components["schemas"]["BackSpecInput"] | null) | undefined;
                /** @description A last page that says who wrote the words and how the pictures were made; default: false */
                credits?: boolean | undefined;
                /** @description The number of each page below its panels; default: false */
                pageNumbers?: boolean | undefined;
            } | undefined;
            /** @description Settings for panels not drawn yet; size and batchSize cannot be changed */
            render?: {
                /** @enum {string} */
                provider?: ("storyboard" | "openai" | "azure" | "fal" | "openai-compatible") | undefined;
                /** @description The provider's name for the model; default: the provider's best model for comics */
                model?: string | undefined;
                /** @enum {string} */
                quality?: ("auto" | "low" | "medium" | "high" | "xhigh" | "max") | undefined;
                /**
                 * @description How a batch is requested; default: the provider's best method. economy: at half the price, within 24 hours a batch
                 * @enum {string}
                 */
                method?: ("panels" | "series" | "contact-sheet" | "one-call" | "economy") | undefined;
                approveAfter?: (number | null) | undefined;
                /** @enum {string} */
                unknownOutcome?: ("retry" | "ask") | undefined;
                recoverable?: boolean | undefined;
                recall?: boolean | undefined;
                fallback?: boolean | undefined;
                /**
                 * @description How strictly the vendor filters content, where the model lets you choose; default: auto, the vendor's own
                 * @enum {string}
                 */
                moderation?: ("auto" | "low") | undefined;
                /** @description null sends none */
                seed?: (number | null) | undefined;
                /** @description null sends none */
                extra?: ({
                    [key: string]: string | number | boolean;
                } | null) | undefined;
                /** @description How often to try the same words again when the vendor blocks a panel; each try may cost; default: 0 */
                blockedTries?: number | undefined;
            } | undefined;
            /**
             * @description Use the newest recipe of prompts and references for panels not drawn yet; by default a story keeps its own
             * @constant
             */
            recipe?: "latest" | undefined;
        };
        PanelEditInput: {
            /** @description What the picture shows: one clear moment, its composition and action */
            prompt?: string | undefined;
            characters?: (string | {
                id: string;
                /** @description What the character wears here, if not what the scene says */
                outfit?: string | undefined;
                /** @description Where the figure stands across the picture: left, centre, right, or 0 to 1 from the left */
                at?: (("left" | "centre" | "right") | number) | undefined;
            })[] | undefined;
            /** @description Id of the scene; default: that of the panel before */
            scene?: string | undefined;
            /** @description Pictures that go along: auto, chosen by role and scene; none; or a list of [hare, hare/winter, mill, watch, style, anchor, last-frame, panel:ID], most important first */
            references?: (("auto" | "none") | string[]) | undefined;
            /** @description The frame the panel continues from: auto, the last one of the batch before; none; or the id of a panel of an earlier batch */
            continuesFrom?: string | undefined;
            text?: components["schemas"]["PanelTextInput"][] | undefined;
            /** @description For readers who cannot see the picture; default: the prompt */
            alt?: string | undefined;
            /** @description The point of the picture that must stay visible when it is cropped; 0–1 from the top left */
            focus?: {
                x: number;
                y: number;
            } | undefined;
            /** @enum {string} */
            weight?: ("splash" | "wide" | "tall" | "normal") | undefined;
            /**
             * @description Whether the panel starts a page; new-right and new-left name the side; same: it stays on the page of the panel before it; default: auto, the layout decides
             * @enum {string}
             */
            page?: ("auto" | "new" | "new-right" | "new-left" | "same") | undefined;
            /**
             * @description The gap before the panel in a webtoon: none, short or long; default: short
             * @enum {string}
             */
            pause?: ("none" | "short" | "long") | undefined;
            /**
             * @description When only where characters stand changes: tail says so of the picture there is and moves the tails, redraw draws the panel again; default: tail
             * @enum {string}
             */
            places?: ("tail" | "redraw") | undefined;
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        RetakeInput: {
            /**
             * @description How many new takes to draw; the first is selected
             * @default 1
             */
            count?: number | undefined;
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        RetouchInput: {
            /** @description What to change, in words: make the scarf green */
            instruction: string;
            /** @description The area that may change, in shares of the picture: x and y from the top left, 0–1 */
            box?: {
                x: number;
                y: number;
                width: number;
                height: number;
            } | undefined;
            /** @description Id of an uploaded PNG of the size of the frame: transparent where it may change or, if nothing is transparent, white */
            mask?: string | undefined;
            /**
             * @description How many new takes to draw; the first is selected
             * @default 1
             */
            count?: number | undefined;
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        BatchRetakeInput: {
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        TakeUploadInput: {
            /** @description Id of an uploaded picture */
            asset: string;
            /** @description Select it. Default: only if the panel has no frame yet; such a panel is then not drawn */
            select?: boolean | undefined;
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        PlateRetakeInput: {
            /**
             * @description How many new takes to draw; the first is selected
             * @default 1
             */
            count?: number | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        PlateRetouchInput: {
            /** @description What to change, in words: make the scarf green */
            instruction: string;
            /** @description The area that may change, in shares of the picture: x and y from the top left, 0–1 */
            box?: {
                x: number;
                y: number;
                width: number;
                height: number;
            } | undefined;
            /** @description Id of an uploaded PNG of the size of the frame: transparent where it may change or, if nothing is transparent, white */
            mask?: string | undefined;
            /**
             * @description How many new takes to draw; the first is selected
             * @default 1
             */
            count?: number | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        PlateEditInput: {
            /** @description What it looks like, in other words */
            description?: string | undefined;
            /** @description Ids of uploaded pictures of it, most important first, instead of those of the story; [] for none */
            references?: string[] | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        PlateRedrawInput: {
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        PlateUploadInput: {
            /** @description Id of an uploaded picture */
            asset: string;
            /** @description Select it. Default: only if the panel has no frame yet; such a panel is then not drawn */
            select?: boolean | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        PlateSelectionInput: {
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        SelectionInput: {
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        InsertionInput: {
            /** @description Insert after the panel with this number, or with this id (`id:p7`); 0 is the beginning. Default: the end */
            after?: (number | string) | undefined;
            panels: components["schemas"]["PanelSpecInput"][];
            /**
             * @description Panels drawn from a frame that changes: keep leaves them and marks them stale, redraw draws them again
             * @default keep
             * @enum {string}
             */
            cascade?: ("keep" | "redraw") | undefined;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        MoveInput: {
            /** @description The panel it is put behind: its number, as they are numbered now, or its id (`id:p7`); 0 is the beginning */
            after: number | string;
            /**
             * @description Change nothing; only return what would be drawn, and the price
             * @default false
             */
            dryRun?: boolean | undefined;
        };
        SettlementInput: {
            /** @description Whether your account at the provider shows a charge for it */
            paid: boolean;
            /** @description What it cost, if it was paid. Default: its estimate */
            costUsd?: number | undefined;
        };
        CopyInput: {
            /** @description Default: the title of the story, with "(copy)" behind it */
            title?: string | undefined;
        };
        LetteringInput: {
            language?: string | undefined;
            /** @enum {string} */
            readingDirection?: ("ltr" | "rtl" | "vertical") | undefined;
            title?: string | undefined;
            panels: {
                number: number;
                text: components["schemas"]["PanelTextInput"][];
            }[];
        };
        NoteFormInput: {
            /** @description The panel it is about: its number, or its id (`id:p7`) */
            panel: number | string;
            /** @description Where it is pinned in the frame: 0 is its left edge, 1 its right one */
            x?: number | undefined;
            /** @description The same from the top: 0 to 1 */
            y?: number | undefined;
            /** @description The words of the note */
            text: string;
            /** @description Who writes; default: the name of the key or the link */
            author?: string | undefined;
        };
        NoteChangeInput: {
            /** @description Where it is pinned in the frame: 0 is its left edge, 1 its right one */
            x?: number | undefined;
            /** @description The same from the top: 0 to 1 */
            y?: number | undefined;
            /** @description The words of the note */
            text?: string | undefined;
            /** @description Whether what it asks for is done */
            resolved?: boolean | undefined;
        };
        LinkFormInput: {
            /**
             * @description What its holder may do: read the story and comment on it
             * @default comment
             * @constant
             */
            role?: "comment" | undefined;
            /** @description Whom it is for; stands under their notes */
            name?: string | undefined;
            /**
             * Format: date-time
             * @description When it ends; default: in 14 days; at most 366 days ahead
             */
            expires?: string | undefined;
        };
        /** @description An API key; only a hash of its secret is stored */
        Key: {
            id: string;
            tenant: string;
            /** @enum {string} */
            role: "read" | "submit" | "control" | "admin";
            name: string;
            /** @description The first characters of the secret, to recognise it by */
            prefix: string;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description To about a minute */
            lastUsedAt: string | null;
            /** @description The secret before the last rotation, while it is valid */
            previous: {
                prefix: string;
                /** Format: date-time */
                until: string;
            } | null;
            /** @description Only in the answers that made it */
            secret?: string | undefined;
        };
        /** @description Whose stories are kept apart from those of others, with weight and limits */
        Tenant: {
            id: string;
            name: string;
            /** @description Share of the machine when several tenants wait: twice the weight, twice as many batches */
            weight: number;
            limits: {
                /** @description Stories that are not finished, paused or stopped */
                waitingStories: number | null;
                /** @description Pictures under way at once; a batch begins beside others only if it fits */
                concurrentImages: number | null;
                /** @description Pictures ordered in a day (UTC) */
                imagesPerDay: number | null;
                /** @description Dollars of a day (UTC): paid, perhaps paid, and held for what is on its way */
                usdPerDay: number | null;
            };
            /** @description What counts against the limits of this day (UTC) */
            today: {
                images: number;
                /** @description Paid, perhaps paid, and held for what is on its way */
                usd: number;
            };
            waitingStories: number;
        };
        /** @description Who asks, and what this key may do */
        Session: {
            tenant: string;
            /** @enum {string} */
            role: "read" | "submit" | "control" | "admin";
            /** @description May see and pause providers, queues and processes */
            operates: boolean;
            /** @description May set up tenants */
            governs: boolean;
            /** @description Id of the key; null for keys of the environment */
            key: string | null;
            expiresAt: string | null;
        };
        BulkResult: {
            /** @enum {string} */
            action: "pause" | "resume" | "cancel" | "delete";
            dryRun: boolean;
            /** @description Ids of stories that were changed, or would be */
            changed: string[];
            /** @description Ids of stories that are that already */
            unchanged: string[];
            /** @description Stories in whose status the action is not possible */
            refused: {
                id: string;
                code: string;
                detail: string;
            }[];
            /** @description Of the stories that were changed, or would be, as they were before */
            cost: {
                /** @description What they will probably still cost if they are drawn to their end */
                expectedUsd: number;
                /** @description Held for their requests in progress, at the highest price */
                heldUsd: number;
            };
            /** @description Whether the filter fits more than the 1000 stories that one call takes: call again */
            more: boolean;
        };
        /** @description What a character wears in some scenes */
        OutfitSpec: {
            /** @description The word by which scenes and panels name the outfit */
            id: string;
            /** @description What the character wears: colours, cut, what it carries */
            description: string;
            /** @description Pictures of the character in this outfit, most important first */
            references?: string[] | undefined;
        };
        /** @description Where a scene takes place */
        LocationSpec: {
            /** @description The word by which scenes name the location */
            id: string;
            /** @description What the place looks like, without people */
            description: string;
            /** @description Pictures of the place, without people, most important first */
            references?: string[] | undefined;
        };
        /** @description An object that must stay the same */
        PropSpec: {
            /** @description The word by which scenes name the object */
            id: string;
            /** @description What the object looks like */
            description: string;
            /** @description Pictures of the object, most important first */
            references?: string[] | undefined;
        };
        /** @description An address that is sent the events of your stories, signed as Standard Webhooks says */
        Webhook: {
            /** @description Of the webhook of a single story: the id of the story */
            id: string;
            url: string;
            events: string[];
            description: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Since when nothing got through */
            failingSince: string | null;
            disabled: {
                /** Format: date-time */
                since: string;
                reason: string;
            } | null;
            /** @description Only in the answers that made it: whsec_ and base64 */
            secret?: string | undefined;
        };
        /** @description What signs the deliveries of stories with a webhook of their own */
        WebhookSecret: {
            /** @description whsec_ and base64 */
            secret: string;
        };
        /** @description One event for one webhook */
        Delivery: {
            id: string;
            story: string;
            /** @description Id of the event in the stream of the story */
            event: string;
            type: string;
            /** @description Counts the deliveries of one story to one webhook */
            sequence: number;
            /** @enum {string} */
            state: "pending" | "delivered" | "skipped";
            tries: {
                /** Format: date-time */
                at: string;
                status: number | null;
                ms: number;
                detail: string;
            }[];
        };
        /** @description Lettering of a panel: kept as text, drawn on the sheet */
        PanelText: {
            /** @description Permanent name of the text, by which editions in other languages refer to it; generated when missing */
            id?: string | undefined;
            /**
             * @description sfx: a sound effect; narration: below the picture in a storybook, a caption elsewhere
             * @enum {string}
             */
            kind: "caption" | "speech" | "thought" | "sfx" | "narration";
            /** @description Id of the character the balloon points to */
            speaker?: string | undefined;
            /** @description The words; about 90 characters fit a balloon well; *word* is emphasis */
            text: string;
            /**
             * @description How it sounds: whisper, shout, radio, or off, by someone outside the picture; default: normal
             * @enum {string}
             */
            style?: ("normal" | "whisper" | "shout" | "radio" | "off") | undefined;
            /**
             * @description overlay: set on the sheet as type; model: painted by the image model
             * @default overlay
             * @enum {string}
             */
            drawnBy: "overlay" | "model";
            /** @description Where its middle stands in the slot, 0–1 from the top left; it stays there. Absent: as it was, at first wherever it fits; null: wherever it fits */
            balloon?: ({
                x: number;
                y: number;
            } | null) | undefined;
            /** @description Where the speaker's mouth is in the picture, 0–1 from the top left: the tail leads there. Absent: as it was, at first by where the speaker stands; null: by where the speaker stands */
            mouth?: ({
                x: number;
                y: number;
            } | null) | undefined;
        };
        /** @description One of the cast */
        CharacterSpec: {
            /** @description The word by which panels and texts name the character */
            id: string;
            name: string;
            /** @description What the character looks like: colours, clothes and props keep it on model in every panel */
            description: string;
            /**
             * @description Pictures of the character, most important first
             * @default []
             */
            references: string[];
            /**
             * @description Leads get a picture of their own first when not all pictures go along; default: supporting
             * @enum {string}
             */
            tier?: ("lead" | "supporting") | undefined;
            /** @description What the character wears besides the clothes of its description */
            outfits?: components["schemas"]["OutfitSpec"][] | undefined;
        };
        /** @description A font of your own, whose licence is your matter */
        BookFont: {
            /** @description A TTF or OTF font of your own: asset id, or a path that the CLI uploads */
            file: string;
            /** @description speech: also thoughts; captions: also narration; sfx: sound effects; default: all of them */
            for?: ("speech" | "captions" | "sfx")[] | undefined;
            /** @description Only texts in these languages; default: all */
            languages?: string[] | undefined;
            /** @description Only texts in languages of these scripts, by ISO 15924 code: Latn, Cyrl, Arab; default: all */
            scripts?: string[] | undefined;
        };
        /** @description What a check measured of the selected frame of a panel */
        CheckVerdict: {
            panel: number;
            panelId: string;
            /** @enum {string} */
            check: "blank" | "copies" | "borders" | "text" | "drift" | "review";
            /** @description The frame that was measured, the selected one of the panel */
            sha256: string;
            /** @description false: the check could not be made, as `detail` says, so nothing is found */
            judged: boolean;
            found: boolean;
            /** @description What was measured: what it means depends on the method */
            value: number;
            /** @description Where the method begins to find something */
            limit: number;
            /** @description The value in units of the limit: from 1 on it is found. Lists begin with the highest */
            severity: number;
            method: string;
            /** @description Of the method: values of another version do not compare */
            version: number;
            /** @description In words */
            detail: string;
            /** Format: date-time */
            at: string;
            /** @description What a user says about it */
            label: ("right" | "wrong") | null;
        };
        /** @description Verdicts on the frames of a story, and how often each check was right */
        Checks: {
            /** @description Worst first */
            items: components["schemas"]["CheckVerdict"][];
            /** @description Each check that is on, or that measured something */
            checks: {
                /** @enum {string} */
                check: "blank" | "copies" | "borders" | "text" | "drift" | "review";
                /**
                 * @description What the story does when it finds something
                 * @enum {string}
                 */
                action: "off" | "warn" | "stop";
                /** @description Frames, takes that are no longer selected included */
                measured: number;
                found: number;
                /** @description How often users said that it was right, in this story */
                right: number;
                wrong: number;
            }[];
        };
        /** @description By the day (UTC) on which each request was ordered; days before this was recorded are empty */
        Costs: {
            /**
             * Format: date
             * @description First day (UTC)
             */
            from: string;
            /**
             * Format: date
             * @description Last day (UTC)
             */
            to: string;
            total: {
                /** @description Paid for certain */
                spentUsd: number;
                /** @description Of it, what was paid for requests that yielded no picture */
                wastedUsd: number;
                /** @description Of requests whose outcome is unknown */
                possiblyUsd: number;
                /** @description Held for requests on their way, at their highest price */
                heldUsd: number;
                images: number;
            };
            /** @description What the stories that are not finished will probably cost beyond that, at the prices of today */
            forecastUsd: number;
            byDay: {
                /** Format: date */
                day: string;
                /** @description Paid for certain */
                spentUsd: number;
                /** @description Of it, what was paid for requests that yielded no picture */
                wastedUsd: number;
                /** @description Of requests whose outcome is unknown */
                possiblyUsd: number;
                /** @description Held for requests on their way, at their highest price */
                heldUsd: number;
                images: number;
            }[];
            byModel: {
                provider: string;
                model: string;
                /** @description Paid for certain */
                spentUsd: number;
                /** @description Of it, what was paid for requests that yielded no picture */
                wastedUsd: number;
                /** @description Of requests whose outcome is unknown */
                possiblyUsd: number;
                /** @description Held for requests on their way, at their highest price */
                heldUsd: number;
                images: number;
            }[];
            /** @description The most expensive stories, over their whole life */
            byStory: {
                story: string;
                title: string;
                /** @enum {string} */
                status: "queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled";
                spentUsd: number;
                /** @description Of it, what was paid for requests that yielded no picture */
                wastedUsd: number;
                /** @description Of it, what takes cost that are not selected */
                discardedUsd: number;
                possiblyUsd: number;
                heldUsd: number;
                /** @description What it will probably cost beyond that */
                forecastUsd: number;
            }[];
            /** @description Held, and of unknown outcome, in all stories, whenever it was ordered */
            now: {
                heldUsd: number;
                possiblyUsd: number;
            };
            /** @description Requests whose outcome is unknown, to be settled, the most expensive first; at most 100 */
            uncertain: {
                story: string;
                title: string;
                request: string;
                provider: string;
                model: string;
                /** @description Their present numbers; removed panels are left out */
                panels: number[];
                /** @description What it cost if it was paid */
                costUsd: number;
                orderedAt: string | null;
            }[];
            /** @description The same of questions about scripts whose answers were lost */
            uncertainScripts: {
                script: string;
                title: string | null;
                /** Format: date-time */
                sentAt: string;
                /** @description Id of the question to the model */
                call: string;
                model: string;
                /** @description What it cost if it was paid */
                costUsd: number;
                /** Format: date-time */
                orderedAt: string;
            }[];
            /** @description Of all tenants, with the operator's key; otherwise your own */
            byTenant: {
                tenant: string;
                /** @description Paid for certain */
                spentUsd: number;
                /** @description Of it, what was paid for requests that yielded no picture */
                wastedUsd: number;
                /** @description Of requests whose outcome is unknown */
                possiblyUsd: number;
                /** @description Held for requests on their way, at their highest price */
                heldUsd: number;
                images: number;
            }[];
        };
        /** @description An uploaded picture or font; stories name it by its id */
        Asset: {
            id: string;
            /** @description Pixels; 0 of a font */
            width: number;
            /** @description Pixels; 0 of a font */
            height: number;
            bytes: number;
            /** @description Of a font: its name, and how many letters it has */
            font?: {
                name: string;
                letters: number;
            } | undefined;
        };
        /** @description An uploaded picture and the stories that have it */
        AssetUse: {
            id: string;
            /** @description Pixels; 0 of a font */
            width: number;
            /** @description Pixels; 0 of a font */
            height: number;
            bytes: number;
            /** @description Of a font: its name, and how many letters it has */
            font?: {
                name: string;
                letters: number;
            } | undefined;
            /** @description Stories that have the picture, by title; at most 100 */
            stories: {
                id: string;
                title: string;
            }[];
        };
        Batch: {
            /** @description Permanent */
            id: string;
            /** @description Place in the chain */
            number: number;
            /** @enum {string} */
            status: "waiting" | "drawing" | "drawn" | "failed" | "cancelled";
            /** @description Lowest and highest number of its panels; 0 and 0 when all of them were removed */
            panels: [
                number,
                number
            ];
            /** @description Its panels in chain order, those that were removed included */
            panelIds: string[];
            /** @description Whether any of its panels is */
            stale: boolean;
            /** @description The frame its panels were drawn from */
            reference: {
                /** @description 0 when it was removed */
                panel: number;
                panelId: string;
                sha256: string;
            } | null;
            attempts: number;
            /** @description Of its requests that were paid */
            costUsd: number;
        };
        Attempt: {
            /** @description Place in the chain; 0 for a batch whose panels were all removed before they were drawn */
            batch: number;
            batchId: string;
            number: number;
            /** Format: date-time */
            startedAt: string;
            endedAt: string | null;
            /** @description In the queue before it began */
            waitedMs: number | null;
            /** @description From its first order to the last answer of the provider */
            providerMs: number | null;
            /** @description null while it runs */
            outcome: ("drawn" | "failed" | "yielded" | "crashed") | null;
            code: string | null;
            detail: string | null;
        };
        /** @description What a story file with `continues` takes over where it says nothing else */
        Chapter: {
            story: string;
            title: string;
            /** @description The first batch of the next chapter continues from its frame */
            lastPanel: {
                number: number;
                /** @description Until it is, no next chapter can be submitted */
                drawn: boolean;
                /** @description null until it is drawn */
                panelId: string | null;
                frame: {
                    sha256: string;
                    url: string;
                } | null;
            };
            /** @description As a story file would say it; pictures, selected plates among them, by asset id */
            cast: {
                language: string;
                /** @enum {string} */
                readingDirection?: ("ltr" | "rtl") | undefined;
                /** @description Sent with every prompt: medium, line, palette; or { description, references } with pictures of the style */
                style?: (string | {
                    description: string;
                    /** @description Pictures of the style, without people, most important first */
                    references?: string[] | undefined;
                }) | undefined;
                characters: components["schemas"]["CharacterSpec"][];
                /** @description Where scenes take place */
                locations?: components["schemas"]["LocationSpec"][] | undefined;
                /** @description Objects that must stay the same */
                props?: components["schemas"]["PropSpec"][] | undefined;
                book: {
                    /**
                     * @description Lettering in capitals; default: auto, on for layout comic in Latin letters
                     * @enum {string}
                     */
                    caps?: ("auto" | "on" | "off") | undefined;
                    /**
                     * @description classic: English words as American comics letter them, with a double hyphen for the dash and three dots; default: none
                     * @enum {string}
                     */
                    house?: ("none" | "classic") | undefined;
                    /**
                     * @description Japanese and Chinese in columns; default: auto, where the book is read from right to left, except in layout webtoon
                     * @enum {string}
                     */
                    columns?: ("auto" | "on" | "off") | undefined;
                    /** @description Fonts of your own, the first that suits a text first; letters that it lacks are set in the bundled fonts; default: none */
                    fonts?: components["schemas"]["BookFont"][] | undefined;
                };
            };
        };
        Estimate: {
            lowUsd: number;
            expectedUsd: number;
            highUsd: number;
            batches: number;
            /** @description Calls to the provider; none for what is recalled */
            requests: number;
            panels: number;
            /** @description Panels whose frames were paid for before and are recalled for free; the prices are of the others. Counted along the chain, for as long as its frames are recalled too */
            recalledPanels: number;
            /** @description Pictures that go along smaller than they are, counted for each request: at their own size they would cost more than the panel, and the model would not see more */
            scaledReferences?: number | undefined;
            /** @description The part of it that is for plates, which are drawn before the first batch; recalled ones cost nothing */
            plates?: {
                plates: number;
                requests: number;
                lowUsd: number;
                expectedUsd: number;
                highUsd: number;
            } | undefined;
            /** @description The part of it that is for a cover which is drawn; a recalled one costs nothing */
            cover?: {
                requests: number;
                lowUsd: number;
                expectedUsd: number;
                highUsd: number;
            } | undefined;
            /** @description The part of it that is for the review: one call for each batch. Corrective retakes come on top, within the budget; with `priceKnown: false` it counts as nothing */
            review?: {
                calls: number;
                lowUsd: number;
                expectedUsd: number;
                highUsd: number;
                priceKnown: boolean;
            } | undefined;
            /** @description Only with method economy: vendor batches, one after another along the chain, and how long they may take */
            economy?: {
                vendorBatches: number;
                longestHours: number;
            } | undefined;
            /** @description What to know before it is submitted; with `provider_unavailable` among them it would be refused here */
            warnings: {
                code: string;
                detail: string;
            }[];
        };
        /** @description Why a panel (or, with panel null, its whole batch or story) needs attention */
        Failure: {
            panel: number | null;
            panelId: string | null;
            code: string;
            detail: string;
            /** @description What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help */
            againUsd?: number | undefined;
        };
        /** @description The schema of the stored state */
        Installation: {
            /** @description Of the stored state; every process writes it */
            schema: number;
            /** @description Schemas this version reads */
            reads: {
                oldest: number;
                newest: number;
            };
            /**
             * @description none: the state has the newest schema. blocked: processes of an older version are running
             * @enum {string}
             */
            migration: "none" | "ready" | "blocked";
            /** @description Processes of older versions heard of in the last minute, with the newest schema they read */
            oldProcesses: {
                role: string;
                host: string;
                pid: number;
                newest: number;
            }[];
            /** @description What artifacts took after the last sweep; absent before the first one */
            storage?: {
                bytes: number;
                /** @description NEXTPANEL_RETENTION_MB; null: no limit */
                limitBytes: number | null;
                /** Format: date-time */
                at: string;
            } | undefined;
            /** @description Whether pages can be signed (C2PA): a picture was signed and verified; absent: pages are not signed */
            signing?: {
                /** @enum {string} */
                status: "ready" | "unusable";
                /** @description The version of the library, or why pages cannot be signed */
                detail: string;
                /** @description null: there is none that can be used */
                certificate: {
                    /** @description Fingerprint of the certificate */
                    certificate: string;
                    /** @description Whom the certificate names: its organisation */
                    name: string;
                    issuer: string;
                    /** Format: date-time */
                    validUntil: string;
                    /**
                     * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                     * @enum {string}
                     */
                    trust: "untrusted" | "unverified";
                } | null;
            } | undefined;
        };
        /** @description A process that draws, or composes, and gave a sign of life recently */
        Worker: {
            id: string;
            /** @enum {string} */
            role: "worker" | "finalizer";
            host: string;
            pid: number;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            seenAt: string;
            /** @description How far its machine's clock is ahead of Redis' clock, in milliseconds */
            clockAheadMs: number;
            /** @description What it works on; story is null for another tenant's */
            holds: {
                story: string | null;
                what: string;
                /** Format: date-time */
                since: string;
            }[];
        };
        /** @description One request that was, or may have been, paid */
        LedgerEntry: {
            /** @description Id of the request; vendors receive it too */
            request: string;
            /** @description Key under which its frames can be recalled */
            key: string;
            story: string;
            /** @description Place in the chain; 0 for a batch whose panels were all removed before they were drawn */
            batch: number;
            batchId: string;
            /** @description Numbers of its panels, without those that were removed */
            panels: number[];
            panelIds: string[];
            /** @description review: a judge was asked about frames, by the model */
            provider: string;
            model: string;
            /** @enum {string} */
            state: "intended" | "ordered" | "kept" | "refused" | "possibly_paid";
            vendorId: string | null;
            estimateUsd: number;
            costUsd: number;
            orderedAt: string | null;
            settledAt: string | null;
            code: string | null;
            /** @description Ordered by another installation: shown, and counted against no budget */
            imported: boolean;
            /** @description What was learnt about it while its outcome was not certain. The provider overrides a user */
            evidence: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                source: "webhook" | "history" | "user";
                /** @enum {string} */
                says: "found" | "paid" | "unpaid";
                /** @description What a user said it cost */
                costUsd: number | null;
            }[];
        };
        Spending: {
            spentUsd: number;
            heldUsd: number;
            possiblyUsd: number;
        };
        StorySpending: {
            spentUsd: number;
            heldUsd: number;
            possiblyUsd: number;
            story: string;
            title: string;
            provider: string;
            model: string;
        };
        /** @description All spending of a tenant, by story and by provider */
        Ledger: {
            items: components["schemas"]["StorySpending"][];
            nextCursor: string | null;
            /** @description All stories of the tenant */
            total: components["schemas"]["Spending"];
            /** @description The same by provider */
            providers: {
                [key: string]: components["schemas"]["Spending"];
            };
        };
        SentPicture: {
            /** @enum {string} */
            role: "character" | "tile" | "location" | "prop" | "style" | "panel" | "anchor" | "last-frame" | "base";
            /** @description What it shows: hare, hare/winter, a location, prop or panel; of a tile, all of them; STORY/PANEL for a frame of the story that this one continues; null for the style */
            id: string | null;
            sha256: string;
            /** @description Why it went along, in words */
            reason: string;
            url: string;
            /** @description The pictures that a tile is made of, from left to right */
            cells?: {
                id: string;
                sha256: string;
            }[] | undefined;
        };
        LeftOutPicture: {
            /** @enum {string} */
            role: "character" | "tile" | "location" | "prop" | "style" | "panel" | "anchor" | "last-frame" | "base";
            id: string | null;
            /** @description null: there is no picture of it */
            sha256: string | null;
            reason: string;
        };
        Panel: {
            /** @description Permanent: it stays when panels are inserted, moved or removed */
            id: string;
            /** @description Place in reading order; 0 for the cover */
            number: number;
            /** @enum {string} */
            status: "waiting" | "drawing" | "drawn" | "failed";
            /** @description Drawn from a reference frame or an anchor that is no longer the selected one */
            stale: boolean;
            prompt: string;
            characters: string[];
            /**
             * @description Characters that the panel places, with where they stand: 0 to 1 from the left
             * @default []
             */
            standing: {
                id: string;
                at: number;
            }[];
            /** @default null */
            scene: string | null;
            /**
             * @description What characters wear here instead of the clothes of their description
             * @default []
             */
            outfits: {
                id: string;
                outfit: string;
            }[];
            text: components["schemas"]["PanelText"][];
            /** @description The point of the picture that must stay visible when it is cropped; 0–1 from the top left */
            focus?: {
                x: number;
                y: number;
            } | undefined;
            /** @description The selected take */
            take: number | null;
            takes: number;
            frame: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            } | null;
            /**
             * @description Pictures that went along, in the order they were sent, and why
             * @default []
             */
            references: components["schemas"]["SentPicture"][];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            /** @description What to know about its frame */
            warnings: {
                code: string;
                detail: string;
            }[];
            /**
             * @description A user has looked at its selected frame and found it right
             * @default false
             */
            accepted: boolean;
            failure: {
                code: string;
                detail: string;
                /** @description What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help */
                againUsd?: number | undefined;
            } | null;
        };
        /** @description Where the texts of a panel stand on its sheet */
        PanelLettering: {
            panel: number;
            panelId: string;
            /** @description Width of the slot by its height */
            aspect: number;
            /** @description In reading order; texts that did not fit are left out */
            texts: {
                /** @description Of the text; null in stories from before texts had ids */
                id: string | null;
                /**
                 * @description sfx: a sound effect; narration: below the picture in a storybook, a caption elsewhere
                 * @enum {string}
                 */
                kind: "caption" | "speech" | "thought" | "sfx" | "narration";
                /** @description The balloon, the caption, or the letters of a sound effect, from its top left corner */
                box: {
                    /** @description 0–1; beyond that it stands outside */
                    x: number;
                    /** @description 0–1; beyond that it stands outside */
                    y: number;
                    /** @description 0–1; beyond that it stands outside */
                    width: number;
                    /** @description 0–1; beyond that it stands outside */
                    height: number;
                };
                /** @description Where its tail ends */
                tail: {
                    /** @description 0–1; beyond that it stands outside */
                    x: number;
                    /** @description 0–1; beyond that it stands outside */
                    y: number;
                } | null;
            }[];
        };
        /** @description One call to a provider for a panel, as it was sent */
        PanelRequest: {
            request: string;
            key: string;
            /** @enum {string} */
            state: "intended" | "ordered" | "kept" | "refused" | "possibly_paid";
            /** @description All panels that it draws */
            panelIds: string[];
            provider: string;
            model: string;
            /** @description As it was sent; null where it is not stored any more */
            prompt: string | null;
            /**
             * @description Pictures that went along, in the order they were sent, and why
             * @default []
             */
            references: components["schemas"]["SentPicture"][];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            estimateUsd: number;
            costUsd: number;
            vendorId: string | null;
            orderedAt: string | null;
            settledAt: string | null;
            /** @description Why it yielded nothing */
            code: string | null;
        };
        Plate: {
            /** @description As panels name it: hare, hare/winter, mill, watch or style. In paths, write hare.winter */
            id: string;
            /** @enum {string} */
            kind: "style" | "character" | "outfit" | "prop" | "location";
            description: string;
            /**
             * @description supplied: the story has pictures of it; none: it has not, and no plate is drawn
             * @enum {string}
             */
            status: "supplied" | "waiting" | "drawing" | "drawn" | "failed" | "none";
            /** @description What goes along: supplied pictures, or the selected plate */
            pictures: {
                sha256: string;
                url: string;
            }[];
            /** @description The selected take */
            take: number | null;
            takes: number;
            frame: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            } | null;
            /**
             * @description Pictures that went along, in the order they were sent, and why
             * @default []
             */
            references: components["schemas"]["SentPicture"][];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            failure: {
                code: string;
                detail: string;
                /** @description What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help */
                againUsd?: number | undefined;
            } | null;
            /** @description Numbers of the panels that show it */
            panels: number[];
            /** @description Whether a cover that is drawn shows it */
            cover: boolean;
            /** @description Panels that were drawn from another picture of it, or by another description */
            stale: number[];
            /** @description Whether the cover was */
            staleCover: boolean;
        };
        /** @description RFC 9457 problem details */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Stable; what programs should look at */
            code: string;
            /** @description What went wrong this time */
            detail: string;
            /** @description What to do about this code */
            remedy?: string | undefined;
            /** @description With revision_mismatch: the revision the story is at */
            rev?: number | undefined;
            /** @description With revision_mismatch: the revision that was sent */
            ifMatch?: number | undefined;
            errors?: {
                pointer: string;
                detail: string;
                line?: number | undefined;
                column?: number | undefined;
            }[] | undefined;
        };
        Provenance: {
            /** @description 0 when it was removed */
            panel: number;
            panelId: string;
            /** @description null while its batch is not committed */
            take: number | null;
            sha256: string;
            mime: string;
            /** @enum {string} */
            source: "drawn" | "uploaded";
            at: string | null;
            provider: string | null;
            model: string | null;
            /** @description As it was sent */
            prompt: string | null;
            /** @description What the C2PA manifest says that the vendor put into the picture; not verified. null: there is none */
            contentCredentials: {
                /** @description Size of the manifest store */
                bytes: number;
                /** @description Label of the active manifest; null if the store cannot be read */
                manifest: string | null;
                /** @description The program that wrote the claim */
                claimGenerator: string | null;
                /** @description Who signed it, as its certificate says; not verified. null: there is no certificate to read */
                signature: {
                    /** @description Fingerprint of the certificate */
                    certificate: string;
                    /** @description Whom the certificate names: its organisation */
                    name: string;
                    issuer: string;
                    /** Format: date-time */
                    validUntil: string;
                    /**
                     * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                     * @enum {string}
                     */
                    trust: "untrusted" | "unverified";
                    /** @description It has a time stamp of an authority */
                    timestamped: boolean;
                } | null;
                actions: {
                    action: string;
                    /** @description An IPTC URL, such as trainedAlgorithmicMedia */
                    digitalSourceType: string | null;
                    softwareAgent: string | null;
                }[];
            } | null;
        };
        /** @description How many jobs of a queue are where */
        Queue: {
            name: string;
            /** @description Whose batches it holds; null for sheets and books */
            provider: string | null;
            waiting: number;
            active: number;
            delayed: number;
            /** @description How long the first in line waits */
            oldestWaitingMs: number | null;
            /** @description Stories of yours that wait for a later time, and why; at most 50 */
            stories: {
                story: string;
                title: string;
                reason: string;
                until: string | null;
            }[];
        };
        Provider: {
            id: string;
            models: string[];
            paused: {
                reason: string;
                /** Format: date-time */
                since: string;
            } | null;
            /** @description It fails for everybody: nothing is ordered until a single request has succeeded */
            outage: {
                /** @description The provider's words */
                reason: string;
                /** Format: date-time */
                since: string;
                /**
                 * Format: date-time
                 * @description When it is tried again
                 */
                retryAt: string;
            } | null;
            /** @description Limits shared by all workers, of the models used in the last hour */
            limits: {
                model: string;
                /** @description Requests under way at once; null: no limit */
                concurrency: number | null;
                /** @description Requests under way */
                underWay: number;
                /** @description Stories and requests that wait for one of those to end */
                waiting: number;
                /** @description null: no limit */
                imagesPerMinute: number | null;
                /** @description Of what a minute allows */
                usedShare: number;
                /** @description How much longer nothing is ordered, because the provider refused requests */
                blockedMs: number;
                /** @description Images a minute that are ordered at most, as learned from refusals; null: none was refused recently */
                learnedPerMinute: number | null;
                /** @description Since when every request was refused because of the rate limit, and the provider's last words */
                refusing: {
                    /** Format: date-time */
                    since: string;
                    words: string;
                } | null;
            }[];
        };
        /** @description A provider's requests by minute: how many, and how long they took */
        ProviderStats: {
            provider: string;
            /** @description Minutes in which requests ended, oldest first */
            items: {
                /**
                 * Format: date-time
                 * @description Beginning of the minute
                 */
                at: string;
                requests: number;
                images: number;
                failed: number;
                p50Ms: number | null;
                p95Ms: number | null;
            }[];
        };
        Sheet: {
            number: number;
            /** @enum {string} */
            status: "waiting" | "composed";
            panels: number[];
            panelIds: string[];
            image: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            } | null;
            /** @description Where its panels stand with their narration, in reading order, in shares of its width and height */
            slots: {
                panel: number;
                /** @description 0–1; beyond that it stands outside */
                x: number;
                /** @description 0–1; beyond that it stands outside */
                y: number;
                /** @description 0–1; beyond that it stands outside */
                width: number;
                /** @description 0–1; beyond that it stands outside */
                height: number;
            }[];
            warnings: {
                panel: number | null;
                code: string;
                detail: string;
            }[];
            /** @description With which certificate its picture is signed (C2PA), and verified after signing; null: it is not */
            signature: {
                /** @description Fingerprint of the certificate */
                certificate: string;
                /** @description Whom the certificate names: its organisation */
                name: string;
                issuer: string;
                /** Format: date-time */
                validUntil: string;
                /**
                 * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                 * @enum {string}
                 */
                trust: "untrusted" | "unverified";
            } | null;
        };
        Story: {
            id: string;
            title: string;
            /** @enum {string} */
            status: "queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled";
            /** @description What the story waits for, a code of the error catalogue: why it needs attention, or rate_limited, provider_paused … */
            waitingOn: string | null;
            /** @description What is known of the wait of an active story; null while it does not wait, or needs attention */
            waiting: {
                /** @description The same as waitingOn */
                code: string;
                /** Format: date-time */
                since: string;
                /** @description When it will be over at the latest; null where that is not known */
                until: string | null;
                /** @description Why, such as the provider's own words */
                detail: string | null;
                /** @description Requests at the provider */
                progress: {
                    total: number;
                    completed: number;
                    failed: number;
                } | null;
            } | null;
            provider: string;
            model: string;
            language: string;
            /** @enum {string} */
            readingDirection: "ltr" | "rtl" | "vertical";
            /**
             * @description How the pages are laid out
             * @enum {string}
             */
            layout: "grid" | "comic" | "manga" | "webtoon" | "storybook";
            /** @description The cast */
            characters: {
                id: string;
                name: string;
            }[];
            progress: {
                panels: {
                    drawn: number;
                    total: number;
                };
                batches: {
                    drawn: number;
                    total: number;
                };
                sheets: {
                    drawn: number;
                    total: number;
                };
            };
            cost: {
                /** @description Expected price, judged at submit */
                estimateUsd: number;
                /** @description What the panels that are not drawn yet will probably cost, corrected by what requests of this model have cost in this story so far; absent in lists */
                remainingUsd?: number | undefined;
                /** @description Hard limit of what the story may cost; null is none */
                budgetUsd: number | null;
                spentUsd: number;
                /** @description High estimate of the requests under way */
                heldUsd: number;
                /** @description Cost of requests with unknown outcome; not part of spentUsd */
                possiblyUsd: number;
            };
            failures: components["schemas"]["Failure"][];
            /** @description Among the stories of your tenant, −10 … 10; absent: 0 */
            priority?: number | undefined;
            /** @description Where it stands among all stories that wait for a turn at its provider; absent while it does not stand in line */
            line?: {
                place: number;
                waiting: number;
            } | undefined;
            externalId?: string | undefined;
            metadata?: {
                [key: string]: string;
            } | undefined;
            /** @description Of a next chapter: the story it continues, as it was at submit, and the panel from whose frame its first batch continues. What it took over are copies; that story may be gone since */
            continues?: {
                story: string;
                title: string;
                panel: number;
                panelId: string;
            } | undefined;
            /** @description A story that asked for exactly the same and was not cancelled when this one was submitted; both are drawn */
            duplicateOf?: string | undefined;
            /** @description What to know though it keeps nothing from being drawn: found at submit and, except in lists, on the composed sheets */
            warnings: {
                code: string;
                detail: string;
            }[];
            /** @description Books bound and ready to download, by name: the format, and the layout or page size it was asked for in, as in print@kdp-6x9 */
            books: string[];
            /** @description With which certificate the pages in a book are signed (C2PA), by its name; a book that is not among them is not signed */
            signatures?: {
                [key: string]: {
                    /** @description Fingerprint of the certificate */
                    certificate: string;
                    /** @description Whom the certificate names: its organisation */
                    name: string;
                    issuer: string;
                    /** Format: date-time */
                    validUntil: string;
                    /**
                     * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                     * @enum {string}
                     */
                    trust: "untrusted" | "unverified";
                };
            } | undefined;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Goes up with each change a user makes; send it as If-Match to change only what you have seen */
            rev: number;
            links: {
                self: string;
                panels: string;
                /** @description The cover, a panel outside the reading order, of a story that draws one */
                cover?: string | undefined;
                batches: string;
                sheets: string;
                events: string;
                books: {
                    [key: string]: string;
                };
            };
        };
        Take: {
            number: number;
            selected: boolean;
            /** @description Its picture was removed to make room, see NEXTPANEL_RETENTION_MB; it cannot be selected */
            removed?: boolean | undefined;
            /** @enum {string} */
            source: "drawn" | "uploaded";
            frame: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            };
            at: string | null;
            /** @description Key of the request that yielded it */
            request: string | null;
            /** @description Id of that request; null for frames drawn by the first release */
            order: string | null;
            provider: string | null;
            model: string | null;
            /** @description Of the request, which may have yielded other frames too */
            costUsd: number | null;
            /** @description As it was sent */
            prompt: string | null;
            /** @description Pictures that went along, in the order they were sent; role and reason are known since recipe 2 */
            references: {
                sha256: string;
                url: string;
                /** @enum {string} */
                role?: ("character" | "tile" | "location" | "prop" | "style" | "panel" | "anchor" | "last-frame" | "base") | undefined;
                id?: (string | null) | undefined;
                reason?: string | undefined;
            }[];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            /** @description Of a take that changes part of another one; outside of its area it is the same, pixel for pixel */
            retouch?: {
                instruction: string;
                /** @description The frame that was changed */
                base: string;
                baseTake: number | null;
                /** @description The area that could change, or what its mask leaves open; null: the whole picture */
                box: {
                    x: number;
                    y: number;
                    width: number;
                    height: number;
                } | null;
                mask: {
                    sha256: string;
                    url: string;
                } | null;
            } | undefined;
        };
        Redraw: {
            dryRun: boolean;
            /** @description Drawn panels that are drawn again: the changed panel and those that follow from it */
            panels: number[];
            /** @description Their batches; the cover is in none */
            batches: number[];
            /** @description Panels that stay although a frame they were drawn from changes */
            stale: number[];
            /**
             * @description Whether the cover is drawn again, too
             * @default false
             */
            cover: boolean;
            /**
             * @description Whether the cover stays although a frame it was drawn from changes
             * @default false
             */
            staleCover: boolean;
            /**
             * @description Pages that show other panels than before
             * @default []
             */
            pages: number[];
            requests: number;
            lowUsd: number;
            expectedUsd: number;
            highUsd: number;
        };
        ChangedPlate: {
            /** @description As panels name it: hare, hare/winter, mill, watch or style. In paths, write hare.winter */
            id: string;
            /** @enum {string} */
            kind: "style" | "character" | "outfit" | "prop" | "location";
            description: string;
            /**
             * @description supplied: the story has pictures of it; none: it has not, and no plate is drawn
             * @enum {string}
             */
            status: "supplied" | "waiting" | "drawing" | "drawn" | "failed" | "none";
            /** @description What goes along: supplied pictures, or the selected plate */
            pictures: {
                sha256: string;
                url: string;
            }[];
            /** @description The selected take */
            take: number | null;
            takes: number;
            frame: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            } | null;
            /**
             * @description Pictures that went along, in the order they were sent, and why
             * @default []
             */
            references: components["schemas"]["SentPicture"][];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            failure: {
                code: string;
                detail: string;
                /** @description What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help */
                againUsd?: number | undefined;
            } | null;
            /** @description Numbers of the panels that show it */
            panels: number[];
            /** @description Whether a cover that is drawn shows it */
            cover: boolean;
            /** @description Panels that were drawn from another picture of it, or by another description */
            stale: number[];
            /** @description Whether the cover was */
            staleCover: boolean;
            redraw: components["schemas"]["Redraw"];
            /** @description What drawing all of them again would cost */
            dependants: {
                /** @description Panels that were drawn from another picture of it */
                panels: number[];
                /** @description Whether the cover was */
                cover: boolean;
                requests: number;
                lowUsd: number;
                expectedUsd: number;
                highUsd: number;
            };
        };
        ChangedPanel: {
            /** @description Permanent: it stays when panels are inserted, moved or removed */
            id: string;
            /** @description Place in reading order; 0 for the cover */
            number: number;
            /** @enum {string} */
            status: "waiting" | "drawing" | "drawn" | "failed";
            /** @description Drawn from a reference frame or an anchor that is no longer the selected one */
            stale: boolean;
            prompt: string;
            characters: string[];
            /**
             * @description Characters that the panel places, with where they stand: 0 to 1 from the left
             * @default []
             */
            standing: {
                id: string;
                at: number;
            }[];
            /** @default null */
            scene: string | null;
            /**
             * @description What characters wear here instead of the clothes of their description
             * @default []
             */
            outfits: {
                id: string;
                outfit: string;
            }[];
            text: components["schemas"]["PanelText"][];
            /** @description The point of the picture that must stay visible when it is cropped; 0–1 from the top left */
            focus?: {
                x: number;
                y: number;
            } | undefined;
            /** @description The selected take */
            take: number | null;
            takes: number;
            frame: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            } | null;
            /**
             * @description Pictures that went along, in the order they were sent, and why
             * @default []
             */
            references: components["schemas"]["SentPicture"][];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            /** @description What to know about its frame */
            warnings: {
                code: string;
                detail: string;
            }[];
            /**
             * @description A user has looked at its selected frame and found it right
             * @default false
             */
            accepted: boolean;
            failure: {
                code: string;
                detail: string;
                /** @description What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help */
                againUsd?: number | undefined;
            } | null;
            redraw: components["schemas"]["Redraw"];
        };
        ChangedBatch: {
            /** @description Permanent */
            id: string;
            /** @description Place in the chain */
            number: number;
            /** @enum {string} */
            status: "waiting" | "drawing" | "drawn" | "failed" | "cancelled";
            /** @description Lowest and highest number of its panels; 0 and 0 when all of them were removed */
            panels: [
                number,
                number
            ];
            /** @description Its panels in chain order, those that were removed included */
            panelIds: string[];
            /** @description Whether any of its panels is */
            stale: boolean;
            /** @description The frame its panels were drawn from */
            reference: {
                /** @description 0 when it was removed */
                panel: number;
                panelId: string;
                sha256: string;
            } | null;
            attempts: number;
            /** @description Of its requests that were paid */
            costUsd: number;
            redraw: components["schemas"]["Redraw"];
        };
        ChangedStory: {
            id: string;
            title: string;
            /** @enum {string} */
            status: "queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled";
            /** @description What the story waits for, a code of the error catalogue: why it needs attention, or rate_limited, provider_paused … */
            waitingOn: string | null;
            /** @description What is known of the wait of an active story; null while it does not wait, or needs attention */
            waiting: {
                /** @description The same as waitingOn */
                code: string;
                /** Format: date-time */
                since: string;
                /** @description When it will be over at the latest; null where that is not known */
                until: string | null;
                /** @description Why, such as the provider's own words */
                detail: string | null;
                /** @description Requests at the provider */
                progress: {
                    total: number;
                    completed: number;
                    failed: number;
                } | null;
            } | null;
            provider: string;
            model: string;
            language: string;
            /** @enum {string} */
            readingDirection: "ltr" | "rtl" | "vertical";
            /**
             * @description How the pages are laid out
             * @enum {string}
             */
            layout: "grid" | "comic" | "manga" | "webtoon" | "storybook";
            /** @description The cast */
            characters: {
                id: string;
                name: string;
            }[];
            progress: {
                panels: {
                    drawn: number;
                    total: number;
                };
                batches: {
                    drawn: number;
                    total: number;
                };
                sheets: {
                    drawn: number;
                    total: number;
                };
            };
            cost: {
                /** @description Expected price, judged at submit */
                estimateUsd: number;
                /** @description What the panels that are not drawn yet will probably cost, corrected by what requests of this model have cost in this story so far; absent in lists */
                remainingUsd?: number | undefined;
                /** @description Hard limit of what the story may cost; null is none */
                budgetUsd: number | null;
                spentUsd: number;
                /** @description High estimate of the requests under way */
                heldUsd: number;
                /** @description Cost of requests with unknown outcome; not part of spentUsd */
                possiblyUsd: number;
            };
            failures: components["schemas"]["Failure"][];
            /** @description Among the stories of your tenant, −10 … 10; absent: 0 */
            priority?: number | undefined;
            /** @description Where it stands among all stories that wait for a turn at its provider; absent while it does not stand in line */
            line?: {
                place: number;
                waiting: number;
            } | undefined;
            externalId?: string | undefined;
            metadata?: {
                [key: string]: string;
            } | undefined;
            /** @description Of a next chapter: the story it continues, as it was at submit, and the panel from whose frame its first batch continues. What it took over are copies; that story may be gone since */
            continues?: {
                story: string;
                title: string;
                panel: number;
                panelId: string;
            } | undefined;
            /** @description A story that asked for exactly the same and was not cancelled when this one was submitted; both are drawn */
            duplicateOf?: string | undefined;
            /** @description What to know though it keeps nothing from being drawn: found at submit and, except in lists, on the composed sheets */
            warnings: {
                code: string;
                detail: string;
            }[];
            /** @description Books bound and ready to download, by name: the format, and the layout or page size it was asked for in, as in print@kdp-6x9 */
            books: string[];
            /** @description With which certificate the pages in a book are signed (C2PA), by its name; a book that is not among them is not signed */
            signatures?: {
                [key: string]: {
                    /** @description Fingerprint of the certificate */
                    certificate: string;
                    /** @description Whom the certificate names: its organisation */
                    name: string;
                    issuer: string;
                    /** Format: date-time */
                    validUntil: string;
                    /**
                     * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                     * @enum {string}
                     */
                    trust: "untrusted" | "unverified";
                };
            } | undefined;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Goes up with each change a user makes; send it as If-Match to change only what you have seen */
            rev: number;
            links: {
                self: string;
                panels: string;
                /** @description The cover, a panel outside the reading order, of a story that draws one */
                cover?: string | undefined;
                batches: string;
                sheets: string;
                events: string;
                books: {
                    [key: string]: string;
                };
            };
            redraw: components["schemas"]["Redraw"];
        };
        ChangedTake: {
            number: number;
            selected: boolean;
            /** @description Its picture was removed to make room, see NEXTPANEL_RETENTION_MB; it cannot be selected */
            removed?: boolean | undefined;
            /** @enum {string} */
            source: "drawn" | "uploaded";
            frame: {
                sha256: string;
                width: number;
                height: number;
                url: string;
            };
            at: string | null;
            /** @description Key of the request that yielded it */
            request: string | null;
            /** @description Id of that request; null for frames drawn by the first release */
            order: string | null;
            provider: string | null;
            model: string | null;
            /** @description Of the request, which may have yielded other frames too */
            costUsd: number | null;
            /** @description As it was sent */
            prompt: string | null;
            /** @description Pictures that went along, in the order they were sent; role and reason are known since recipe 2 */
            references: {
                sha256: string;
                url: string;
                /** @enum {string} */
                role?: ("character" | "tile" | "location" | "prop" | "style" | "panel" | "anchor" | "last-frame" | "base") | undefined;
                id?: (string | null) | undefined;
                reason?: string | undefined;
            }[];
            /**
             * @description What did not go along, and why
             * @default []
             */
            leftOut: components["schemas"]["LeftOutPicture"][];
            /** @description Of a take that changes part of another one; outside of its area it is the same, pixel for pixel */
            retouch?: {
                instruction: string;
                /** @description The frame that was changed */
                base: string;
                baseTake: number | null;
                /** @description The area that could change, or what its mask leaves open; null: the whole picture */
                box: {
                    x: number;
                    y: number;
                    width: number;
                    height: number;
                } | null;
                mask: {
                    sha256: string;
                    url: string;
                } | null;
            } | undefined;
            redraw: components["schemas"]["Redraw"];
        };
        /** @description A remark about a panel, pinned on its picture */
        Note: {
            id: string;
            /** @description Number of the panel now; 0: it was removed from the book */
            panel: number;
            panelId: string;
            /** @description Where it is pinned in the frame, from the left; null: it is about the whole panel */
            x: number | null;
            y: number | null;
            text: string;
            author: string | null;
            /** @description The link it was written with; null: it was written with a key */
            link: string | null;
            resolved: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
        };
        /** @description A reviewer's link: it opens one story, without prices, and only a hash of it is stored */
        Link: {
            id: string;
            /** @constant */
            role: "comment";
            name: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expires: string;
            /** @description A Bearer key for this story alone; only in the answer that made it */
            secret?: string | undefined;
            /** @description The page to send, the secret in it; only in the answer that made it */
            url?: string | undefined;
        };
        /** @description An edition: the story lettered in one more language */
        EditionSummary: {
            /** @description BCP 47 */
            language: string;
            /** @enum {string} */
            readingDirection: "ltr" | "rtl" | "vertical";
            /** @description The original's, if it is not translated */
            title: string;
            counts: {
                texts: number;
                translated: number;
                /** @description The original has changed since they were translated */
                outdated: number;
                untranslated: number;
                /** @description Drawn by the model: no edition can set them in other words */
                inThePicture: number;
            };
            sheets: {
                composed: number;
                total: number;
            };
            /** @description Books bound and ready to download, by name: the format, and the layout or page size it was asked for in, as in print@kdp-6x9 */
            books: string[];
            /** @description With which certificate the pages in a book are signed (C2PA), by its name; a book that is not among them is not signed */
            signatures?: {
                [key: string]: {
                    /** @description Fingerprint of the certificate */
                    certificate: string;
                    /** @description Whom the certificate names: its organisation */
                    name: string;
                    issuer: string;
                    /** Format: date-time */
                    validUntil: string;
                    /**
                     * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                     * @enum {string}
                     */
                    trust: "untrusted" | "unverified";
                };
            } | undefined;
            /** @description Why it cannot be composed or bound; putting the edition again tries once more */
            failure: {
                code: string;
                detail: string;
            } | null;
            /** @description What is not translated, and what was left out or lettered smaller on its sheets */
            warnings: {
                code: string;
                detail: string;
            }[];
            links: {
                self: string;
                sheets: string;
                books: {
                    [key: string]: string;
                };
            };
        };
        Edition: {
            /** @description BCP 47 */
            language: string;
            /** @enum {string} */
            readingDirection: "ltr" | "rtl" | "vertical";
            /** @description The original's, if it is not translated */
            title: string;
            counts: {
                texts: number;
                translated: number;
                /** @description The original has changed since they were translated */
                outdated: number;
                untranslated: number;
                /** @description Drawn by the model: no edition can set them in other words */
                inThePicture: number;
            };
            sheets: {
                composed: number;
                total: number;
            };
            /** @description Books bound and ready to download, by name: the format, and the layout or page size it was asked for in, as in print@kdp-6x9 */
            books: string[];
            /** @description With which certificate the pages in a book are signed (C2PA), by its name; a book that is not among them is not signed */
            signatures?: {
                [key: string]: {
                    /** @description Fingerprint of the certificate */
                    certificate: string;
                    /** @description Whom the certificate names: its organisation */
                    name: string;
                    issuer: string;
                    /** Format: date-time */
                    validUntil: string;
                    /**
                     * @description untrusted: the chain ends in a certificate that signs itself, so anyone can have made it; unverified: whether its root is on a list that readers trust was not looked up
                     * @enum {string}
                     */
                    trust: "untrusted" | "unverified";
                };
            } | undefined;
            /** @description Why it cannot be composed or bound; putting the edition again tries once more */
            failure: {
                code: string;
                detail: string;
            } | null;
            /** @description What is not translated, and what was left out or lettered smaller on its sheets */
            warnings: {
                code: string;
                detail: string;
            }[];
            links: {
                self: string;
                sheets: string;
                books: {
                    [key: string]: string;
                };
            };
            summary: string | null;
            /** @description Who translated it; null: not said */
            translator: string | null;
            originalLanguage: string;
            texts: {
                id: string;
                panel: number;
                panelId: string;
                kind: string;
                /** @description Id of the character */
                speaker: string | null;
                original: string;
                translation: string | null;
                /** @enum {string} */
                status: "translated" | "outdated" | "untranslated" | "in_picture";
                /** @description About how many letters surely fit */
                fits: number;
            }[];
            /** @description By panel id */
            alts: {
                [key: string]: string;
            };
            /** @description By character id */
            names: {
                [key: string]: string;
            };
        };
        /** @description One event of a story; skip types you do not know */
        StoryEvent: {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "story.status";
            /** @description null: it was submitted */
            from: ("queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled") | null;
            /** @enum {string} */
            status: "queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled";
            waitingOn: string | null;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "story.waiting";
            /** @description null: it no longer waits */
            waitingOn: string | null;
            /** @description When it will be over at the latest, by Redis' clock, in milliseconds since the epoch */
            until?: number | undefined;
            /** @description Why, such as the provider's own words */
            detail?: string | undefined;
            /** @description How many requests the provider has, has finished and has failed */
            progress?: {
                total: number;
                completed: number;
                failed: number;
            } | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "story.amended";
            /** @description Names of the changed fields */
            fields: string[];
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "story.lettered";
            panels: number[];
            panelIds?: string[] | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "story.approved";
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "story.deleted";
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "batch.started";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            attempt: number;
            /** @description Lowest and highest */
            panels: [
                number,
                number
            ];
            panelIds?: string[] | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "batch.collecting";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            attempt: number;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "batch.released";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            attempt: number;
            /** @enum {string} */
            outcome: "yielded" | "crashed";
            /** @description A code of the error catalogue */
            code?: string | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "batch.drawn";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            /** @description Lowest and highest */
            panels: [
                number,
                number
            ];
            panelIds?: string[] | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "batch.failed";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            /** @description A code of the error catalogue */
            code: string;
            /** @description Whether it is tried again automatically */
            retry?: boolean | undefined;
            tries?: number | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "batch.reopened";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "requests.changed";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            /** @enum {string} */
            state: "intended" | "ordered" | "settled" | "dropped" | "possibly_paid";
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panel.drawn";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            /** @description The id of the panel, with +i for the i-th further take */
            slot: string;
            frame: {
                sha256: string;
                width: number;
                height: number;
            };
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panel.failed";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            failure: {
                /** @description A code of the error catalogue */
                code: string;
                detail: string;
                /** @description What the same words would probably cost once more */
                againUsd?: number | undefined;
            };
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panel.edited";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description Whether its picture changes: it is drawn again */
            art: boolean;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panels.retaken";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
            panels: number[];
            panelIds?: string[] | undefined;
            /** @description New takes of each panel */
            count: number;
            /** @description Of a retouch: what it changes in the selected frame */
            instruction?: string | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panels.inserted";
            /** @description Number of the panel they follow; 0 is the front */
            after: number;
            /** @description How many */
            panels: number;
            /** @description How many batches they form */
            batches: number;
            panelIds?: string[] | undefined;
            batchIds?: string[] | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panels.removed";
            /** @description Their numbers before */
            panels: number[];
            panelIds?: string[] | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panels.moved";
            /** @description Their numbers before */
            panels: number[];
            panelIds?: string[] | undefined;
            /** @description Number of the panel they follow now; 0 is the front */
            after: number;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "takes.removed";
            /** @description Panels with takes whose pictures were removed to make room */
            panels: number[];
            panelIds: string[];
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "take.added";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            take: number;
            /** @enum {string} */
            source: "drawn" | "uploaded";
            frame?: {
                sha256: string;
                width: number;
                height: number;
            } | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "take.selected";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            take: number;
            frame: {
                sha256: string;
                width: number;
                height: number;
            };
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panel.checked";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description The frame that was measured */
            sha256: string;
            /** @description Checks that found something in it */
            found: string[];
            /** @description Checks that found nothing */
            clear: string[];
            /**
             * @description What a user said about the check
             * @enum {string}
             */
            label?: ("right" | "wrong" | "none") | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "panel.accepted";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description The selected frame of the panel */
            sha256: string;
            /** @description false: a user took it back */
            accepted: boolean;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "note.added";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description Id of the note */
            note: string;
            resolved: boolean;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "note.changed";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description Id of the note */
            note: string;
            resolved: boolean;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "note.deleted";
            /** @description 0 for a panel that was removed from the book */
            panel: number;
            panelId?: string | undefined;
            /** @description Id of the note */
            note: string;
            resolved: boolean;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "sheet.composed";
            sheet: number;
            /** @description What was left out, cropped, lettered smaller or looks alike on it */
            warnings?: {
                panel: number | null;
                code: string;
                detail: string;
            }[] | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "sheet.outdated";
            sheet: number;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "book.bound";
            /** @enum {string} */
            format: "pdf" | "print" | "print-cover" | "cbz" | "epub" | "kindle" | "webtoon" | "web" | "images";
            /** @description Name of the book, where it says more than its format, such as print@kdp-6x9 */
            book?: string | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "books.outdated";
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.changed";
            /** @description BCP 47 */
            language: string;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.deleted";
            /** @description BCP 47 */
            language: string;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.sheet";
            /** @description BCP 47 */
            language: string;
            sheet: number;
            warnings: {
                panel: number | null;
                code: string;
                detail: string;
            }[];
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.outdated";
            /** @description BCP 47 */
            language: string;
            sheet: number;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.book";
            /** @description BCP 47 */
            language: string;
            /** @enum {string} */
            format: "pdf" | "print" | "print-cover" | "cbz" | "epub" | "kindle" | "webtoon" | "web" | "images";
            /** @description Name of the book, where it says more than its format, such as print@kdp-6x9 */
            book?: string | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.unbound";
            /** @description BCP 47 */
            language: string;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "edition.failed";
            /** @description BCP 47 */
            language: string;
            failure: {
                /** @description A code of the error catalogue */
                code: string;
                detail: string;
                /** @description What the same words would probably cost once more */
                againUsd?: number | undefined;
            };
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "budget.reached";
            /** @description 0 for plates, which are drawn before the first batch */
            batch: number;
            batchId?: string | undefined;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "provider.paused";
            provider: string;
            reason: string;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "provider.resumed";
            provider: string;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "provider.down";
            provider: string;
            /** @description The provider's words */
            reason: string;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            story: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "provider.up";
            provider: string;
        };
        Change: {
            /** @description Ids; an empty list means that anything may have changed */
            stories: string[];
        } | {
            /** @description Ids of scripts that a model adapts */
            scripts: string[];
        } | {
            operations: ("queues" | "providers" | "workers" | "stats")[];
        };
        /** @description One event of a script; skip types you do not know */
        ScriptEvent: {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            script: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "script.status";
            /** @description null: it was sent */
            from: ("waiting" | "writing" | "done" | "failed" | "cancelled" | "deleted") | null;
            /** @enum {string} */
            status: "waiting" | "writing" | "done" | "failed" | "cancelled" | "deleted";
            /** @description Why it waits or failed; of one that is done, what the model could not do */
            reason: string | null;
            /** @description Of the error it waits for or failed with */
            code: string | null;
            /** @description When the model is asked again */
            retryAt: string | null;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            script: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "script.progress";
            /** @description Parts of the script whose scenes are known */
            parts: number;
            partsTotal: number;
            /** @description Scenes that have their panels */
            scenes: number;
            /** @description 0 until all parts are known */
            scenesTotal: number;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            script: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "script.call";
            /** @description Id of a question to the model */
            call: string;
            /** @enum {string} */
            state: "ordered" | "kept" | "refused" | "possibly_paid";
            /** @description What the script cost by now */
            spentUsd: number;
            /** @description What answers that were lost may have cost */
            possiblyUsd: number;
        } | {
            /** @description Id in the stream; send it as Last-Event-ID to continue after this event */
            id: string;
            script: string;
            /**
             * Format: date-time
             * @description By the clock of Redis, in UTC
             */
            at: string;
            /** @description Schema version of the event */
            version: number;
            /** @constant */
            type: "script.deleted";
        };
        PublishCheck: {
            /** @enum {string} */
            profile: "kdp-print" | "kdp-kindle" | "webtoon-canvas" | "ingram" | "epub-eu" | "china" | "itch" | "own";
            label: string;
            /** @description When the sources were read; they win */
            asOf: string;
            /** @description What it says of pictures made with AI */
            policy: {
                rule: string;
                source: string;
            }[];
            /** @description What the book lacks, each with what to do */
            findings: string[];
            /** @description To be pasted into its form */
            disclosure: string | null;
            /** @description Labels that readers see */
            labels: string[];
        };
        ScriptDraft: {
            /**
             * @description What the script was read as
             * @enum {string}
             */
            format: "comic" | "fountain" | "csv" | "prose";
            /** @description A story to edit and submit; what is marked DRAFT is for you to write */
            story: {
                [key: string]: unknown;
            };
            /** @description The same as a story file, with its gaps listed in front */
            yaml: string;
            /** @description What the script does not say */
            gaps: {
                pointer: string;
                why: string;
            }[];
            coverage: {
                /** @description Words of the script that are in no panel */
                leftOut: {
                    line: number;
                    text: string;
                }[];
                /** @description Texts that do not stand in the script word by word */
                notVerbatim: {
                    panel: number;
                    text: string;
                }[];
                /** @description Names in the script that no character has */
                unknownNames: string[];
                /** @description Panels whose words stand before those of the panel in front of them */
                outOfOrder: number[];
            };
        };
        ScriptEstimate: {
            model: string;
            /** @description Sentences of prose, or lines of a screenplay */
            pieces: number;
            /** @description Questions to the model: one for each part of the script, and one for each scene */
            calls: number;
            lowUsd: number;
            expectedUsd: number;
            /** @description Each question twice as long as expected, and each answer repaired once */
            highUsd: number;
            /** @description Whether NEXTPANEL_SCRIPT_PRICE is set; without it the price counts as nothing */
            priceKnown: boolean;
        };
        /** @description Language models that can adapt scripts here */
        ScriptModels: {
            /** @description Whether a server for scripts is set up here: NEXTPANEL_SCRIPT_BASE_URL */
            available: boolean;
            /** @description Models that it offers, without those that plainly write no text. Others may be named, too */
            models: string[];
            /** @description Why the server does not list its models; then any name may be right */
            problem: string | null;
        };
        /** @description A script that a language model adapts. It is kept for thirty days after it is over, and while it is not known of a question whether it was paid */
        Script: {
            id: string;
            /**
             * @description waiting and writing: it is not over. The others: it is. deleted: only questions are left of which it is not known whether they were paid
             * @enum {string}
             */
            status: "waiting" | "writing" | "done" | "failed" | "cancelled" | "deleted";
            model: string;
            /** @enum {string} */
            format: "prose" | "fountain";
            language: string;
            /** @description The one that was asked for */
            title: string | null;
            /** @description About how many panels were asked for */
            panels: number | null;
            guidance: string | null;
            estimate: {
                expectedUsd: number;
                /** @description Each question twice as long as expected, and each answer repaired once */
                highUsd: number;
                /** @description Whether NEXTPANEL_SCRIPT_PRICE is set; without it the price counts as nothing */
                priceKnown: boolean;
            };
            maxUsd: number | null;
            spentUsd: number;
            /** @description What answers that were lost on the way may have cost: the server cannot be asked about them */
            possiblyUsd: number;
            /** @description Parts of the script whose scenes are known, and scenes that have their panels */
            progress: {
                parts: number;
                partsTotal: number;
                scenes: number;
                scenesTotal: number;
            } | null;
            /** @description Why it waits or failed; of one that is done, what the model could not do */
            reason: string | null;
            /** @description Of the error it waits for or failed with */
            code: string | null;
            /** @description When the model is asked again */
            retryAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        AdaptedScript: {
            id: string;
            /**
             * @description waiting and writing: it is not over. The others: it is. deleted: only questions are left of which it is not known whether they were paid
             * @enum {string}
             */
            status: "waiting" | "writing" | "done" | "failed" | "cancelled" | "deleted";
            model: string;
            /** @enum {string} */
            format: "prose" | "fountain";
            language: string;
            /** @description The one that was asked for */
            title: string | null;
            /** @description About how many panels were asked for */
            panels: number | null;
            guidance: string | null;
            estimate: {
                expectedUsd: number;
                /** @description Each question twice as long as expected, and each answer repaired once */
                highUsd: number;
                /** @description Whether NEXTPANEL_SCRIPT_PRICE is set; without it the price counts as nothing */
                priceKnown: boolean;
            };
            maxUsd: number | null;
            spentUsd: number;
            /** @description What answers that were lost on the way may have cost: the server cannot be asked about them */
            possiblyUsd: number;
            /** @description Parts of the script whose scenes are known, and scenes that have their panels */
            progress: {
                parts: number;
                partsTotal: number;
                scenes: number;
                scenesTotal: number;
            } | null;
            /** @description Why it waits or failed; of one that is done, what the model could not do */
            reason: string | null;
            /** @description Of the error it waits for or failed with */
            code: string | null;
            /** @description When the model is asked again */
            retryAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description The draft of a story, once it is done */
            draft: components["schemas"]["ScriptDraft"] | null;
            /** @description Every question to the model, the oldest first */
            calls: {
                id: string;
                /** @enum {string} */
                state: "ordered" | "kept" | "refused" | "possibly_paid";
                costUsd: number;
                code: string | null;
                /** Format: date-time */
                orderedAt: string;
                /** @description Only of one that is possibly paid: where to POST {"paid": true} or {"paid": false}, once the bill of its provider shows which */
                settle?: string | undefined;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        redis: "ok";
                        /** @enum {string} */
                        artifacts: "ok";
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                };
                "application/x-www-form-urlencoded": {
                    key: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Done */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveFalWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an order, or a request key in addresses of earlier versions */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description Taken */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveOpenaiWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description Taken */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: "events" | "story-spec";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON Schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStories: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                status?: "queued" | "plates" | "drawing" | "composing" | "completed" | "paused" | "needs_attention" | "cancelled";
                /** @description Words of the title */
                query?: string;
                /** @description What your own system calls the story */
                externalId?: string;
                /** @description Only stories with this among their metadata: `season:winter`; several: `season:winter,team:b` */
                metadata?: string;
                sort?: "created" | "-created" | "updated" | "-updated";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of stories */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Story"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorySpecInput"];
                "application/yaml": components["schemas"]["StorySpecInput"];
                "application/x-yaml": components["schemas"]["StorySpecInput"];
                "text/yaml": components["schemas"]["StorySpecInput"];
                "multipart/form-data": components["schemas"]["StorySpecInput"];
            };
        };
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimateStory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorySpecInput"];
                "application/yaml": components["schemas"]["StorySpecInput"];
                "application/x-yaml": components["schemas"]["StorySpecInput"];
                "text/yaml": components["schemas"]["StorySpecInput"];
            };
        };
        responses: {
            /** @description The estimate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listScripts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scripts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Script"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draftScript: {
        parameters: {
            query?: {
                /** @description Default: by what the script looks like */
                format?: "auto" | "comic" | "fountain" | "csv" | "prose";
                /** @description BCP 47; by it prose is parted into sentences */
                language?: string;
                /** @description Default: the one in the script */
                title?: string;
                /** @description A language model, by the script server's own name for it; prose and screenplays only */
                model?: string;
                /** @description With a model: about how many panels the story is to have */
                panels?: number;
                /** @description With a model: what you want, in your own words, such as "for children, few words" */
                guidance?: string;
                /** @description With a model: the most that it may cost */
                maxUsd?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
                "text/markdown": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description Without a model: the draft, and what of the script is not in it. Nothing is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptDraft"];
                };
            };
            /** @description With a model: the script, which is adapted now; the same one sent again is the same */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listScriptModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The models */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptModels"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the script */
                script: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdaptedScript"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the script */
                script: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the script */
                script: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the script */
                script: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settleScriptCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the script */
                script: string;
                /** @description Id of the question, as the script has it */
                call: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettlementInput"];
                "application/yaml": components["schemas"]["SettlementInput"];
                "application/x-yaml": components["schemas"]["SettlementInput"];
                "text/yaml": components["schemas"]["SettlementInput"];
            };
        };
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdaptedScript"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimateScript: {
        parameters: {
            query: {
                /** @description Default: by what the script looks like */
                format?: "auto" | "comic" | "fountain" | "csv" | "prose";
                /** @description BCP 47; by it prose is parted into sentences */
                language?: string;
                /** @description A language model, by the script server's own name for it; prose and screenplays only */
                model: string;
                /** @description With a model: about how many panels the story is to have */
                panels?: number;
                /** @description With a model: what you want, in your own words, such as "for children, few words" */
                guidance?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
                "text/markdown": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description The estimate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptEstimate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeScript: {
        parameters: {
            query?: {
                format?: "comic" | "csv";
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssets: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Asset"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    storeAsset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/png": string;
                "image/jpeg": string;
                "image/webp": string;
                "font/ttf": string;
                "font/otf": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The stored picture or font */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetUse"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    amendStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AmendmentInput"];
                "application/yaml": components["schemas"]["AmendmentInput"];
                "application/x-yaml": components["schemas"]["AmendmentInput"];
                "text/yaml": components["schemas"]["AmendmentInput"];
            };
        };
        responses: {
            /** @description The story */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readChapter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cast, settings and last panel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chapter"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    composeStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copyStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyInput"];
                "application/yaml": components["schemas"]["CopyInput"];
                "application/x-yaml": components["schemas"]["CopyInput"];
                "text/yaml": components["schemas"]["CopyInput"];
            };
        };
        responses: {
            /** @description The copy */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-tar": string;
            };
        };
        responses: {
            /** @description The story */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prioritizeStory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriorityChangeInput"];
                "application/yaml": components["schemas"]["PriorityChangeInput"];
                "application/x-yaml": components["schemas"]["PriorityChangeInput"];
                "text/yaml": components["schemas"]["PriorityChangeInput"];
            };
        };
        responses: {
            /** @description The story */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runBulk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkFormInput"];
                "application/yaml": components["schemas"]["BulkFormInput"];
                "application/x-yaml": components["schemas"]["BulkFormInput"];
                "text/yaml": components["schemas"]["BulkFormInput"];
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCosts: {
        parameters: {
            query?: {
                /** @description First day (UTC); default: the first of the month */
                from?: string;
                /** @description Last day (UTC); default: today */
                to?: string;
                /** @description csv: a table with a row for each day and model */
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The costs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Costs"];
                    "text/csv": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settleRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Id of the request, as the ledger has it */
                request: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettlementInput"];
                "application/yaml": components["schemas"]["SettlementInput"];
                "application/x-yaml": components["schemas"]["SettlementInput"];
                "text/yaml": components["schemas"]["SettlementInput"];
            };
        };
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntry"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPanels: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Panel"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    insertPanels: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InsertionInput"];
                "application/yaml": components["schemas"]["InsertionInput"];
                "application/x-yaml": components["schemas"]["InsertionInput"];
                "text/yaml": components["schemas"]["InsertionInput"];
            };
        };
        responses: {
            /** @description The story, and what is drawn */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedStory"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The panel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Panel"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePanel: {
        parameters: {
            query?: {
                /** @description true: change nothing, only answer what would change */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story, and which pages change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedStory"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editPanel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PanelEditInput"];
                "application/yaml": components["schemas"]["PanelEditInput"];
                "application/x-yaml": components["schemas"]["PanelEditInput"];
                "text/yaml": components["schemas"]["PanelEditInput"];
            };
        };
        responses: {
            /** @description The panel, and what is drawn again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPanel"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retakePanel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetakeInput"];
                "application/yaml": components["schemas"]["RetakeInput"];
                "application/x-yaml": components["schemas"]["RetakeInput"];
                "text/yaml": components["schemas"]["RetakeInput"];
            };
        };
        responses: {
            /** @description The panel, and what is drawn again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPanel"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retouchPanel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetouchInput"];
                "application/yaml": components["schemas"]["RetouchInput"];
                "application/x-yaml": components["schemas"]["RetouchInput"];
                "text/yaml": components["schemas"]["RetouchInput"];
            };
        };
        responses: {
            /** @description The panel, and what is drawn again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPanel"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    movePanel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveInput"];
                "application/yaml": components["schemas"]["MoveInput"];
                "application/x-yaml": components["schemas"]["MoveInput"];
                "text/yaml": components["schemas"]["MoveInput"];
            };
        };
        responses: {
            /** @description The story, and which pages change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedStory"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportLettering: {
        parameters: {
            query: {
                /** @description A table, or XLIFF 1.2 from the language into itself */
                format: "csv" | "xliff";
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/x-xliff+xml": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    letterStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetteringInput"];
                "application/yaml": components["schemas"]["LetteringInput"];
                "application/x-yaml": components["schemas"]["LetteringInput"];
                "text/yaml": components["schemas"]["LetteringInput"];
                "text/csv": components["schemas"]["LetteringInput"];
                "application/x-xliff+xml": components["schemas"]["LetteringInput"];
                "application/xliff+xml": components["schemas"]["LetteringInput"];
                "application/xml": components["schemas"]["LetteringInput"];
                "text/xml": components["schemas"]["LetteringInput"];
            };
        };
        responses: {
            /** @description The story */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openPanelImage: {
        parameters: {
            query?: {
                /** @description Scale down to this width, in pixels */
                width?: number;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openLetteredPanel: {
        parameters: {
            query?: {
                /** @description Scale down to this width, in pixels */
                width?: number;
                /** @description An edition in another language; default: the original */
                language?: string;
                /** @description In another layout; default: the story's own */
                layout?: "grid" | "comic" | "manga" | "webtoon" | "storybook";
                /** @description On another page size: a preset, or such as 6x9in; default: the story's own, or the usual one of the layout */
                page?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPanelLettering: {
        parameters: {
            query?: {
                /** @description An edition in another language; default: the original */
                language?: string;
                /** @description In another layout; default: the story's own */
                layout?: "grid" | "comic" | "manga" | "webtoon" | "storybook";
                /** @description On another page size: a preset, or such as 6x9in; default: the story's own, or the usual one of the layout */
                page?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each text that fits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PanelLettering"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readProvenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provenance of the selected frame */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provenance"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPanelRequests: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of requests */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PanelRequest"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTakes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of takes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Take"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addTake: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeUploadInput"];
                "application/yaml": components["schemas"]["TakeUploadInput"];
                "application/x-yaml": components["schemas"]["TakeUploadInput"];
                "text/yaml": components["schemas"]["TakeUploadInput"];
            };
        };
        responses: {
            /** @description The take, and what is drawn again */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTake"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    selectTake: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
                take: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionInput"];
                "application/yaml": components["schemas"]["SelectionInput"];
                "application/x-yaml": components["schemas"]["SelectionInput"];
                "text/yaml": components["schemas"]["SelectionInput"];
            };
        };
        responses: {
            /** @description The panel, and what is drawn again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPanel"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChecks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Verdicts and checks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checks"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    labelCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
                check: "blank" | "copies" | "borders" | "text" | "drift" | "review";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckLabelInput"];
                "application/yaml": components["schemas"]["CheckLabelInput"];
                "application/x-yaml": components["schemas"]["CheckLabelInput"];
                "text/yaml": components["schemas"]["CheckLabelInput"];
            };
        };
        responses: {
            /** @description The verdict */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckVerdict"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptFrame: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptanceInput"];
                "application/yaml": components["schemas"]["AcceptanceInput"];
                "application/x-yaml": components["schemas"]["AcceptanceInput"];
                "text/yaml": components["schemas"]["AcceptanceInput"];
            };
        };
        responses: {
            /** @description The panel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Panel"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Note"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteFormInput"];
                "application/yaml": components["schemas"]["NoteFormInput"];
                "application/x-yaml": components["schemas"]["NoteFormInput"];
                "text/yaml": components["schemas"]["NoteFormInput"];
            };
        };
        responses: {
            /** @description The note */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Id of the note */
                note: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Id of the note */
                note: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteChangeInput"];
                "application/yaml": components["schemas"]["NoteChangeInput"];
                "application/x-yaml": components["schemas"]["NoteChangeInput"];
                "text/yaml": components["schemas"]["NoteChangeInput"];
            };
        };
        responses: {
            /** @description The note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Link"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkFormInput"];
                "application/yaml": components["schemas"]["LinkFormInput"];
                "application/x-yaml": components["schemas"]["LinkFormInput"];
                "text/yaml": components["schemas"]["LinkFormInput"];
            };
        };
        responses: {
            /** @description The link with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Id of the link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Plate"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approvePlates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editPlate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlateEditInput"];
                "application/yaml": components["schemas"]["PlateEditInput"];
                "application/x-yaml": components["schemas"]["PlateEditInput"];
                "text/yaml": components["schemas"]["PlateEditInput"];
            };
        };
        responses: {
            /** @description The plate, and what depends on it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPlate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retakePlate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlateRetakeInput"];
                "application/yaml": components["schemas"]["PlateRetakeInput"];
                "application/x-yaml": components["schemas"]["PlateRetakeInput"];
                "text/yaml": components["schemas"]["PlateRetakeInput"];
            };
        };
        responses: {
            /** @description The plate, its price, and what depends on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPlate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retouchPlate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlateRetouchInput"];
                "application/yaml": components["schemas"]["PlateRetouchInput"];
                "application/x-yaml": components["schemas"]["PlateRetouchInput"];
                "text/yaml": components["schemas"]["PlateRetouchInput"];
            };
        };
        responses: {
            /** @description The plate, its price, and what depends on it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPlate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redrawPlatePanels: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlateRedrawInput"];
                "application/yaml": components["schemas"]["PlateRedrawInput"];
                "application/x-yaml": components["schemas"]["PlateRedrawInput"];
                "text/yaml": components["schemas"]["PlateRedrawInput"];
            };
        };
        responses: {
            /** @description The plate, and what is drawn, with its price */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPlate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlateTakes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of takes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Take"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPlateTake: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlateUploadInput"];
                "application/yaml": components["schemas"]["PlateUploadInput"];
                "application/x-yaml": components["schemas"]["PlateUploadInput"];
                "text/yaml": components["schemas"]["PlateUploadInput"];
            };
        };
        responses: {
            /** @description The take */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedTake"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    selectPlateTake: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter` */
                plate: string;
                take: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlateSelectionInput"];
                "application/yaml": components["schemas"]["PlateSelectionInput"];
                "application/x-yaml": components["schemas"]["PlateSelectionInput"];
                "text/yaml": components["schemas"]["PlateSelectionInput"];
            };
        };
        responses: {
            /** @description The plate, and what depends on it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPlate"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openTakeImage: {
        parameters: {
            query?: {
                /** @description Scale down to this width, in pixels */
                width?: number;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the panel, or `id:` and its permanent id */
                number: string;
                take: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openPicture: {
        parameters: {
            query?: {
                /** @description Scale down to this width, in pixels */
                width?: number;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Batch"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retakeBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same change sent again within a day with the same key is made once */
                "idempotency-key"?: string;
                /** @description The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Number of the batch, or `id:` and its permanent id */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRetakeInput"];
                "application/yaml": components["schemas"]["BatchRetakeInput"];
                "application/x-yaml": components["schemas"]["BatchRetakeInput"];
                "text/yaml": components["schemas"]["BatchRetakeInput"];
            };
        };
        responses: {
            /** @description The batch, and what is drawn again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedBatch"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Attempt"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSheets: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description An edition in another language; default: the original */
                language?: string;
                /** @description In another layout; default: the story's own */
                layout?: "grid" | "comic" | "manga" | "webtoon" | "storybook";
                /** @description On another page size: a preset, or such as 6x9in; default: the story's own, or the usual one of the layout */
                page?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Sheet"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openSheetImage: {
        parameters: {
            query?: {
                /** @description Scale down to this width, in pixels */
                width?: number;
                /** @description An edition in another language; default: the original */
                language?: string;
                /** @description In another layout; default: the story's own */
                layout?: "grid" | "comic" | "manga" | "webtoon" | "storybook";
                /** @description On another page size: a preset, or such as 6x9in; default: the story's own, or the usual one of the layout */
                page?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLedger: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readLedger: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ledger */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openBook: {
        parameters: {
            query?: {
                /** @description An edition in another language; default: the original */
                language?: string;
                /** @description In another layout; default: the story's own */
                layout?: "grid" | "comic" | "manga" | "webtoon" | "storybook";
                /** @description On another page size: a preset, or such as 6x9in; default: the story's own, or the usual one of the layout */
                page?: string;
                /** @description true: until the book is bound, one of what is drawn so far, with placeholders where panels are missing, named and titled as partial; as pdf, cbz, epub or web */
                partial?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description Name of the book, such as print@kdp-6x9; a format finds the first book of it: pdf, print, print-cover, cbz, epub, kindle, webtoon, web, images */
                format: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/zip": string;
                    "application/vnd.comicbook+zip": string;
                    "application/epub+zip": string;
                    "text/html; charset=utf-8": string;
                    "application/octet-stream": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEditions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EditionSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEdition: {
        parameters: {
            query?: {
                /** @description For translators: a table, or XLIFF 1.2 */
                format?: "csv" | "xliff";
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description BCP 47 language tag */
                language: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The edition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edition"];
                    "text/csv": string;
                    "application/x-xliff+xml": string;
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putEdition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description BCP 47 language tag */
                language: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditionFormInput"];
                "application/yaml": components["schemas"]["EditionFormInput"];
                "application/x-yaml": components["schemas"]["EditionFormInput"];
                "text/yaml": components["schemas"]["EditionFormInput"];
                "text/csv": components["schemas"]["EditionFormInput"];
                "application/x-xliff+xml": components["schemas"]["EditionFormInput"];
                "application/xliff+xml": components["schemas"]["EditionFormInput"];
                "application/xml": components["schemas"]["EditionFormInput"];
                "text/xml": components["schemas"]["EditionFormInput"];
            };
        };
        responses: {
            /** @description The edition */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edition"];
                };
            };
            /** @description The new edition */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edition"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteEdition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                /** @description BCP 47 language tag */
                language: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishCheck: {
        parameters: {
            query?: {
                /** @description An edition in another language; default: the original */
                language?: string;
            };
            header?: never;
            path: {
                /** @description Id of the story */
                id: string;
                profile: "kdp-print" | "kdp-kindle" | "webtoon-canvas" | "ingram" | "epub-eu" | "china" | "itch" | "own";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishCheck"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookFormInput"];
                "application/yaml": components["schemas"]["WebhookFormInput"];
                "application/x-yaml": components["schemas"]["WebhookFormInput"];
                "text/yaml": components["schemas"]["WebhookFormInput"];
            };
        };
        responses: {
            /** @description The webhook with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChangeInput"];
                "application/yaml": components["schemas"]["WebhookChangeInput"];
                "application/x-yaml": components["schemas"]["WebhookChangeInput"];
                "text/yaml": components["schemas"]["WebhookChangeInput"];
            };
        };
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook with its new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery as it is */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All queues */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Queue"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All providers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Provider"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readProviderStats: {
        parameters: {
            query?: {
                /** @description How far back */
                minutes?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The minutes in which requests ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderStats"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All processes heard of within 15 seconds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Worker"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readInstallation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The installation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    migrateInstallation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The installation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Only of this tenant; another than your own needs the operator's key */
                tenant?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Key"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyFormInput"];
                "application/yaml": components["schemas"]["KeyFormInput"];
                "application/x-yaml": components["schemas"]["KeyFormInput"];
                "text/yaml": components["schemas"]["KeyFormInput"];
            };
        };
        responses: {
            /** @description The key with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyChangeInput"];
                "application/yaml": components["schemas"]["KeyChangeInput"];
                "application/x-yaml": components["schemas"]["KeyChangeInput"];
                "text/yaml": components["schemas"]["KeyChangeInput"];
            };
        };
        responses: {
            /** @description The key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again within a day with the same key is answered with what it made the first time */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRotationInput"];
                "application/yaml": components["schemas"]["KeyRotationInput"];
                "application/x-yaml": components["schemas"]["KeyRotationInput"];
                "text/yaml": components["schemas"]["KeyRotationInput"];
            };
        };
        responses: {
            /** @description The key with its new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Tenant"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantFormInput"];
                "application/yaml": components["schemas"]["TenantFormInput"];
                "application/x-yaml": components["schemas"]["TenantFormInput"];
                "text/yaml": components["schemas"]["TenantFormInput"];
            };
        };
        responses: {
            /** @description The tenant */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantChangeInput"];
                "application/yaml": components["schemas"]["TenantChangeInput"];
                "application/x-yaml": components["schemas"]["TenantChangeInput"];
                "text/yaml": components["schemas"]["TenantChangeInput"];
            };
        };
        responses: {
            /** @description The tenant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description Id of the last event already known; Last-Event-ID wins */
                after?: string;
                /** @description false: replay what is stored, then end */
                follow?: "true" | "false";
                /** @description end: the stream ends when the story is completed, cancelled, paused or needs attention. Where nothing is left to be sent the answer is 204, after which browsers do not connect again */
                until?: "end";
            };
            header?: {
                "last-event-id"?: string | "";
            };
            path: {
                /** @description Id of the story */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["StoryEvent"];
                };
            };
            /** @description With `until=end`: nothing is left to be sent */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followScript: {
        parameters: {
            query?: {
                /** @description Id of the last event already known; Last-Event-ID wins */
                after?: string;
                /** @description false: replay what is stored, then end */
                follow?: "true" | "false";
                /** @description end: the stream ends when the script is done, failed or cancelled. Where nothing is left to be sent the answer is 204, after which browsers do not connect again */
                until?: "end";
            };
            header?: {
                "last-event-id"?: string | "";
            };
            path: {
                /** @description Id of the script */
                script: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ScriptEvent"];
                };
            };
            /** @description With `until=end`: nothing is left to be sent */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followChanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Change"];
                };
            };
            /** @description A problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
